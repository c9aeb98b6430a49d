/** The text as one line of at most `maxLength` characters, cut at a word where it is longer. */
export function shorten(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  if (characters.length <= maxLength) return line;
  const start = characters.slice(0, maxLength - 1).join('');
  return `${start.replace(/\s\S{0,30}$/, '').replace(/[\s,;:.–-]+$/, '')}…`;
}
