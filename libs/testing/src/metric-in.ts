/**
 * The value of a series in what `GET /metrics` answered.
 * @param labels all of the series but `service`, such as `kind="work"`, in any order
 * @returns undefined where there is no such series
 */
export function metricIn(text: string, name: string, ...labels: string[]): number | undefined {
  for (const line of text.split('\n')) {
    const [, found, series = '', value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
    if (found !== name) continue;
    const own = (series.match(/\w+="[^"]*"/g) ?? []).filter((label) => !label.startsWith('service='));
    if (own.sort().join() === [...labels].sort().join()) return Number(value);
  }
  return undefined;
}
