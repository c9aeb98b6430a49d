import { ensure, invalid } from '@siteninja/core';
import { type Infer } from '@siteninja/schema';
import { pathKey } from '../markup/own-links';
import { addressOf, MAX_REDIRECTS } from '../redirects/redirect';
import { redirectLine } from './bundle-format';
import { type Findings, type Place } from './findings';
import { type PagePlace } from './read-pages';
import { type ReceivedEntry } from './read-archive';
import { readLines } from './read-lines';

type Redirect = Infer<typeof redirectLine>;

/** The redirects of a bundle, by the path that they lead from. */
export type ReceivedRedirects = ReadonlyMap<string, Redirect & { place: Place }>;

/** @throws invalid, naming each line that is wrong */
export async function readRedirects(entry: ReceivedEntry, findings: Findings): Promise<ReceivedRedirects> {
  const redirects = new Map<string, Redirect & { place: Place }>();
  await readLines(entry, findings, {
    schema: redirectLine,
    max: MAX_REDIRECTS,
    take: (redirect, place) => {
      const { toPath, pageId } = redirect;
      const fromPath = addressOf(redirect.fromPath);
      ensure((toPath === null) !== (pageId === null), () =>
        invalid([{ field: 'toPath', message: 'Give either toPath or pageId.' }]),
      );
      ensure(!redirects.has(fromPath), () =>
        invalid([{ field: 'fromPath', message: 'Another redirect leads from this path.' }]),
      );
      redirects.set(fromPath, { ...redirect, fromPath, place });
    },
  });
  return redirects;
}

/**
 * The redirects as they are written. One that leads to no page of the bundle, or in a circle, is left out.
 * @param moved what a path is from now on
 */
export function newRedirects(
  redirects: ReceivedRedirects,
  pages: ReadonlyMap<string, PagePlace>,
  findings: Findings,
  moved: (path: string, place: Place) => string,
) {
  const targetOf = ({ toPath, pageId }: Redirect): string | undefined =>
    pageId === null ? pathKey(toPath ?? '') : pages.get(pageId)?.path;
  const next = new Map([...redirects].map(([from, redirect]) => [from, targetOf(redirect)]));
  return [...redirects.values()].flatMap((redirect) => {
    const { place, fromPath, toPath, pageId, statusCode } = redirect;
    const page = pageId === null ? null : pages.get(pageId);
    const isCircle = leadsBack(fromPath, next);
    if (page !== undefined && !isCircle) {
      const to = toPath === null ? null : moved(toPath, place);
      return [{ fromPath, toPath: to, pageId: page?.id ?? null, statusCode }];
    }
    const why = isCircle ? 'It leads back to where it comes from' : 'The bundle has no such page';
    findings.warn(place, 'fromPath', `${why}: the redirect is left out.`);
    return [];
  });
}

function leadsBack(from: string, next: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let at = next.get(from); at !== undefined && !seen.has(at); at = next.get(at)) {
    if (at === from) return true;
    seen.add(at);
  }
  return false;
}
