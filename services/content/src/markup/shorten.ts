/** The text in one line of at most `most` characters, cut at a word where it is longer. */
export function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  if (characters.length <= most) return line;
  const start = characters.slice(0, most - 1).join('');
  return `${start.replace(/\s\S{0,30}$/, '').replace(/[\s,;:.–-]+$/, '')}…`;
}
