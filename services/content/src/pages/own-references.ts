import { calls } from '@siteninja/contracts';
import { DomainError, invalid, isObject, tenantOf } from '@siteninja/core';
import { assertOwnAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { locations } from '../sites/location.projection';

/** More unknown locations in one request are refused without asking the tenant service. */
const MAX_ASKED = 50;

interface Named {
  readonly field: string;
  readonly content: unknown;
}

/**
 * What content names has to be the tenant's own. The services that own it are asked for what may be so new that its
 * event has not arrived, so call this outside of transactions.
 * @throws invalid, naming the fields; unavailable where a service has to be asked and does not answer
 */
export async function assertOwnReferences(ctx: ContentCtx, fields: readonly Named[]): Promise<void> {
  await assertOwnAssets(ctx, fields);
  await assertOwnLocations(ctx, fields);
}

/** A location that has been deleted counts as known: sections that name it show the primary one. */
async function assertOwnLocations(ctx: ContentCtx, fields: readonly Named[]): Promise<void> {
  const named = fields.flatMap(({ field, content }) =>
    isObject(content) && typeof content.locationId === 'string' ? { field, id: content.locationId } : [],
  );
  if (named.length === 0) return;
  const unknown = await unknownLocations(ctx, [...new Set(named.map(({ id }) => id))]);
  const asked = await Promise.all(unknown.slice(0, MAX_ASKED).map((id) => fetchLocation(ctx, id)));
  const missing = new Set([...asked.flatMap((id) => id ?? []), ...unknown.slice(MAX_ASKED)]);
  const errors = named
    .filter(({ id }) => missing.has(id))
    .map(({ field, id }) => ({ field: `${field}.locationId`, message: `There is no location ${id}.` }));
  if (errors.length > 0) throw invalid(errors.slice(0, MAX_ASKED));
}

async function unknownLocations(ctx: ContentCtx, ids: readonly string[]): Promise<string[]> {
  const rows = await locations.in(ctx).find({ _id: { $in: [...ids] } }, { select: { _id: 1 } });
  const known = new Set(rows.map(({ _id }) => _id));
  return ids.filter((id) => !known.has(id));
}

/** Keeps that the tenant has the location; until its event arrives nothing else is known of it. @returns its id if not */
async function fetchLocation(ctx: ContentCtx, id: string): Promise<string | undefined> {
  try {
    const query = { tenantId: tenantOf(ctx) };
    await ctx.ports.services.call(ctx, calls.getLocation, { params: { locationId: id }, query });
    const unknown = { location: null, isPrimary: false, changedAt: null, isDeleted: false };
    await locations.in(ctx).keepNewest({ _id: id }, 0, unknown);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'not_found') throw error;
    return id;
  }
}
