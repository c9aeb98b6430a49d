/** `/robots.txt` (RFC 9309): everything may be read but where forms are sent to. */
export function renderRobots(origin: string): string {
  return `User-agent: *\nAllow: /\nDisallow: /_sn/forms/\n\nSitemap: ${origin}/sitemap.xml\n`;
}
