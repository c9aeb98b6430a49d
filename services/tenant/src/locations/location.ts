import { DomainError, ensure, invalid, type PaginationQuery, requireMatch, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { contactChange, contactOf, withContact } from '../contact/contact';
import { type LocationRow, locations } from '../contact/location.model';
import { presentLocation } from '../contact/primary-location';
import { type TenantCtx } from '../context';
import { getTenantRow, updateContact } from '../tenants/tenant';
import { tenants } from '../tenants/tenant.model';
import { assertHours } from './location-hours';
import { type LocationChange, type NewLocation } from './location.schema';

/** A release holds them all. */
const MAX_LOCATIONS = 100;

/** In the order that PUT /order gives them, unless another is asked for. */
export async function listLocations(ctx: TenantCtx, query: PaginationQuery) {
  const { rows, pagination } = await locations.in(ctx).paginate({}, query);
  return { items: rows.map(presentLocation), pagination };
}

/** @throws not_found */
export async function getLocation(ctx: TenantCtx, id: string) {
  return presentLocation(await locations.in(ctx).get(id));
}

/**
 * The first location is the primary one, and takes over what the tenant has said of itself where it is given nothing.
 * @throws invalid
 */
export function createLocation(ctx: TenantCtx, input: NewLocation) {
  assertHours(input);
  return transaction(ctx, async (tx) => {
    await lockLocations(tx);
    const tenant = await getTenantRow(tx);
    const count = await locations.in(tx).count({});
    ensure(count < MAX_LOCATIONS, () => wrong('label', `A tenant has at most ${MAX_LOCATIONS} locations.`));
    const isFirst = count === 0;
    const whole = isFirst ? withContact(input, tenant) : input;
    const isPrimary = isFirst || input.isPrimary;
    const former = isPrimary ? await demotePrimary(tx) : null;
    const last = await locations.in(tx).findOne({}, { sort: { sortOrder: -1, _id: -1 } });
    const sortOrder = (last?.sortOrder ?? 0) + 1;
    const after = presentLocation(await locations.in(tx).insert({ ...whole, isPrimary, sortOrder }));
    const { id: causedBy } = tx.recordChange('location.created', null, after);
    recordDemoted(tx, former, causedBy);
    if (isFirst) await updateContact(tx, contactChange(NOTHING, input), causedBy);
    else if (isPrimary) await updateContact(tx, contactOf(after), causedBy);
    return after;
  });
}

const NOTHING = { phones: [], emails: [], hours: [] };

/** @throws not_found, invalid, precondition_failed */
export function updateLocation(ctx: TenantCtx, id: string, change: LocationChange) {
  assertHours(change);
  return transaction(ctx, async (tx) => {
    await lockLocations(tx);
    const row = await locations.in(tx).get(id);
    const before = presentLocation(row);
    requireMatch(tx, () => before);
    ensure(!row.isPrimary || change.isPrimary !== false, () =>
      wrong('isPrimary', 'One location is the primary one. Write true to another.'),
    );
    const becomesPrimary = change.isPrimary === true && !row.isPrimary;
    const former = becomesPrimary ? await demotePrimary(tx) : null;
    const after = presentLocation(await locations.in(tx).update(id, change));
    const { id: causedBy } = tx.recordChange('location.updated', before, after);
    recordDemoted(tx, former, causedBy);
    if (becomesPrimary) await updateContact(tx, contactOf(after), causedBy);
    else if (after.isPrimary) await updateContact(tx, contactChange(before, after), causedBy);
    return after;
  });
}

/**
 * The tenant keeps what its last location has said.
 * @throws not_found, conflict `location.is_primary`, precondition_failed
 */
export function deleteLocation(ctx: TenantCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    await lockLocations(tx);
    const before = presentLocation(await locations.in(tx).get(id));
    requireMatch(tx, () => before);
    const isLast = (await locations.in(tx).count({})) === 1;
    ensure(isLast || !before.isPrimary, primaryStays);
    await locations.in(tx).delete({ _id: id });
    tx.recordChange('location.deleted', before, null);
  });
}

/** @throws invalid unless every location is named once */
export function orderLocations(ctx: TenantCtx, ids: readonly string[]) {
  return transaction(ctx, async (tx) => {
    const version = await lockLocations(tx);
    const rows = await locations.in(tx).find({}, { sort: { sortOrder: 1, _id: 1 } });
    const byId = new Map(rows.map((row) => [row._id, row]));
    const inOrder = [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
    ensure(inOrder.length === rows.length && ids.length === rows.length, () =>
      wrong('locationIds', 'Name every location of the tenant once.'),
    );
    const moved = inOrder.map((row, index) => ({ row, set: { sortOrder: index + 1 } }));
    await locations.in(tx).updateEach(moved.filter(({ row, set }) => row.sortOrder !== set.sortOrder));
    recordOrder(tx, rows, inOrder, version);
    return locations.in(tx).find({}, { sort: { sortOrder: 1, _id: 1 } });
  }).then((rows) => rows.map(presentLocation));
}

function recordOrder(
  tx: Tx<TenantCtx>,
  before: readonly LocationRow[],
  after: readonly LocationRow[],
  version: number,
): void {
  const id = tenantOf(tx);
  const idsOf = (rows: readonly LocationRow[]) => ({ locationIds: rows.map(({ _id }) => _id) });
  tx.record({
    type: 'location.reordered',
    resource: { type: 'location', id, version },
    data: { id, tenantId: id, ...idsOf(after) },
    change: { before: idsOf(before), after: idsOf(after) },
  });
}

/** Transactions that change a tenant's locations commit one after the other. @returns their number, counted up */
async function lockLocations(tx: Tx<TenantCtx>): Promise<number> {
  await tenants.in(tx).lock({}, 'locationsLock');
  return (await getTenantRow(tx)).locationsLock;
}

async function demotePrimary(tx: Tx<TenantCtx>): Promise<LocationRow | null> {
  const primary = await locations.in(tx).findOne({ isPrimary: true });
  return primary && locations.in(tx).update(primary._id, { isPrimary: false });
}

/** @param row the location that was the primary one until now */
function recordDemoted(tx: Tx<TenantCtx>, row: LocationRow | null, causedBy: string): void {
  if (!row) return;
  const after = presentLocation(row);
  const before = { ...after, isPrimary: true, revision: after.revision - 1 };
  tx.recordChange('location.updated', before, after, { causedBy });
}

function primaryStays() {
  return new DomainError(
    'conflict',
    'location.is_primary',
    'This is the primary location. Make another one primary first.',
  );
}

function wrong(field: string, message: string) {
  return invalid([{ field, message }]);
}
