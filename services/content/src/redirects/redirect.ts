import { ensure, invalid, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { pathKey } from '../markup/own-links';
import { pages } from '../sites/page.model';
import { type RedirectRow, redirects } from '../sites/redirect.model';
import { releaseSite } from '../sites/release-site';
import { lockTree } from '../sites/tree-lock';
import { presentRedirect } from './read-redirect';
import { type NewRedirect, type RedirectChange } from './redirect.schema';

/** A release holds them all. */
export const MAX_REDIRECTS = 5_000;

/** Live at once, as every change of a redirect is. @throws invalid, conflict `redirect.from_path_taken` */
export function createRedirect(ctx: ContentCtx, input: NewRedirect) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const count = await redirects.in(tx).count({});
    ensure(count < MAX_REDIRECTS, () => wrong('fromPath', `A site has at most ${MAX_REDIRECTS} redirects.`));
    const whole = { ...input, fromPath: addressOf(input.fromPath) };
    await requireTarget(tx, whole, null);
    const redirect = presentRedirect(await redirects.in(tx).insert(whole));
    const event = tx.recordChange('redirect.created', null, redirect);
    await releaseSite(tx, {}, { causedBy: event.id });
    return redirect;
  });
}

/**
 * Naming a path takes the place of a page, and the other way round.
 * @throws not_found, invalid, conflict `redirect.from_path_taken`, precondition_failed
 */
export function updateRedirect(ctx: ContentCtx, id: string, change: RedirectChange) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await redirects.in(tx).get(id);
    const before = presentRedirect(row);
    requireMatch(tx, () => before);
    const { fromPath = row.fromPath, statusCode = row.statusCode } = change;
    const whole = { fromPath: addressOf(fromPath), statusCode, ...targetOf(row, change) };
    await requireTarget(tx, whole, id);
    const after = presentRedirect(await redirects.in(tx).update(id, whole));
    const event = tx.recordChange('redirect.updated', before, after);
    await releaseSite(tx, {}, { causedBy: event.id });
    return after;
  });
}

function targetOf(
  row: RedirectRow,
  { toPath, pageId }: RedirectChange,
): Pick<RedirectRow, 'toPath' | 'pageId'> {
  if (typeof toPath === 'string' && pageId === undefined) return { toPath, pageId: null };
  if (typeof pageId === 'string' && toPath === undefined) return { toPath: null, pageId };
  return {
    toPath: toPath === undefined ? row.toPath : toPath,
    pageId: pageId === undefined ? row.pageId : pageId,
  };
}

/** @throws not_found, precondition_failed */
export function deleteRedirect(ctx: ContentCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const before = presentRedirect(await redirects.in(tx).get(id));
    requireMatch(tx, () => before);
    await redirects.in(tx).delete({ _id: id });
    const event = tx.recordChange('redirect.deleted', before, null);
    await releaseSite(tx, {}, { causedBy: event.id });
  });
}

/** The path in the one spelling that visitors' addresses are compared by. @throws invalid */
export function addressOf(fromPath: string): string {
  ensure(!/[?#]/.test(fromPath), () =>
    wrong('fromPath', 'It has no query and no anchor: whatever is sent is kept.'),
  );
  const address = pathKey(fromPath);
  const isReserved = /^\/(?:_sn(?:\/|$)|robots\.txt$|sitemap\.xml$|llms\.txt$)/.test(address);
  ensure(!isReserved, () => wrong('fromPath', 'Every site answers at this path itself.'));
  return address;
}

/** @throws invalid where it leads nowhere, to two places, or back to where it comes from */
async function requireTarget(tx: Tx<ContentCtx>, redirect: NewRedirect, id: string | null): Promise<void> {
  const { fromPath, toPath, pageId } = redirect;
  ensure((toPath === null) !== (pageId === null), () => wrong('toPath', 'Give either toPath or pageId.'));
  const field = pageId === null ? 'toPath' : 'pageId';
  const rows = await redirects.in(tx).find({});
  const byPath = new Map(rows.filter(({ _id }) => _id !== id).map((row) => [row.fromPath, row]));
  const seen = new Set([fromPath]);
  let next: Pick<RedirectRow, 'toPath' | 'pageId'> | undefined = redirect;
  while (next) {
    const path = await pathOf(tx, next, next === redirect);
    if (path === null) return;
    ensure(!seen.has(path), () => wrong(field, 'It would lead back to where it comes from.'));
    seen.add(path);
    next = byPath.get(path);
  }
}

/** Null for another redirect's page that is gone. @throws invalid for the redirect's own */
async function pathOf(
  tx: ContentCtx,
  { toPath, pageId }: Pick<RedirectRow, 'toPath' | 'pageId'>,
  isOwn: boolean,
): Promise<string | null> {
  if (pageId === null) return toPath === null ? null : pathKey(toPath);
  const page = await pages.in(tx).findOne({ _id: pageId, deletedAt: null }, { select: { path: 1 } });
  ensure(page ?? !isOwn, () => wrong('pageId', 'There is no such page.'));
  return page && page.path;
}

function wrong(field: string, message: string) {
  return invalid([{ field, message }]);
}
