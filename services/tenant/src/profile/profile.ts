import { isDeepStrictEqual } from 'node:util';
import { proposedSchemaType } from '@siteninja/contracts';
import { requireMatch, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { locations } from '../contact/location.model';
import { getTenantRow } from '../tenants/tenant';
import { profiles } from './profile.model';
import { type ProfileChange, type Property } from './profile.schema';

/** What a tenant has that has said nothing of it yet. */
const EMPTY = { legalName: null, priceRange: null, currency: null, social: {}, schemaType: null };

/** @throws not_found for an unknown tenant */
export async function getProfile(ctx: TenantCtx) {
  const { shown } = await readProfile(ctx);
  return shown;
}

async function readProfile(ctx: TenantCtx) {
  const { businessType } = await getTenantRow(ctx);
  const { legalName, priceRange, currency, social, schemaType } =
    (await profiles.in(ctx).findOne({})) ?? EMPTY;
  const own = { legalName, priceRange, currency, social, schemaType };
  const present = (fields: typeof own) => ({
    tenantId: tenantOf(ctx),
    ...fields,
    schemaType: fields.schemaType ?? proposedSchemaType(businessType),
  });
  return { own, shown: present(own), present };
}

/** Live at once. The same again changes nothing. @throws not_found, precondition_failed */
export function updateProfile(ctx: TenantCtx, { social, schemaType, ...rest }: ProfileChange) {
  return transaction(ctx, async (tx) => {
    const { own, shown: before, present } = await readProfile(tx);
    requireMatch(tx, () => before);
    const fields = {
      ...own,
      ...rest,
      ...(social === undefined ? {} : { social: social ?? {} }),
      // What is proposed stays a proposal when it is given back.
      ...(schemaType === undefined || schemaType === before.schemaType ? {} : { schemaType }),
    };
    const after = present(fields);
    if (isDeepStrictEqual(fields, own)) return before;
    const row = await profiles.in(tx).upsert({}, { $set: fields });
    const id = tenantOf(tx);
    tx.record({
      type: 'profile.updated',
      resource: { type: 'profile', id, version: row.revision },
      data: after,
      change: { before, after },
    });
    tx.invalidate(`site:${id}`);
    return after;
  });
}

/**
 * What search engines would miss in the site's structured data.
 * @see https://developers.google.com/search/docs/appearance/structured-data/local-business
 */
export async function getReadiness(ctx: TenantCtx) {
  const tenant = await getTenantRow(ctx);
  const [profile, primary] = await Promise.all([
    profiles.in(ctx).findOne({}),
    locations.in(ctx).findOne({ isPrimary: true }),
  ]);
  const required = missingAmong({ address: primary });
  const recommended = missingAmong({
    geo: primary?.geo,
    openingHoursSpecification: primary?.hours.length,
    priceRange: profile?.priceRange,
    telephone: tenant.contactPhone,
  });
  const status =
    required.length > 0 ? 'required_missing' : recommended.length > 0 ? 'recommended_missing' : 'complete';
  return { status, missing: [...required, ...recommended] } as const;
}

function missingAmong(said: Partial<Record<Property, unknown>>): Property[] {
  const names: readonly Property[] = [
    'address',
    'geo',
    'openingHoursSpecification',
    'priceRange',
    'telephone',
  ];
  return names.filter((name) => name in said && !said[name]);
}
