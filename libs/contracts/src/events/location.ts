import { WEEKDAYS } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

const label = s.label({ max: 100 });

const address = s.object({
  street: s.label({ max: 255 }),
  postalCode: s.describe(s.string({ min: 0, max: 20 }), 'Empty in countries that have none.'),
  city: s.label({ max: 100 }),
  region: s.default(s.nullable(s.label({ max: 100 })), null),
  country: s.country(),
});

const geo = s.object({ lat: s.number({ min: -90, max: 90 }), lng: s.number({ min: -180, max: 180 }) });

const openingHours = s.named(
  'OpeningHours',
  s.object({
    days: s.array(s.enum(...WEEKDAYS), { min: 1, max: 7, unique: true }),
    opens: s.clockTime(),
    closes: s.describe(s.clockTime(), 'A time before `opens` is one of the next day.'),
  }),
);

const exception = s.named(
  'OpeningException',
  s.object({
    date: s.date(),
    closed: s.describe(s.optional(s.boolean()), 'The whole day; else `opens` and `closes` are given.'),
    opens: s.optional(s.clockTime()),
    closes: s.optional(s.clockTime()),
    note: s.optional(s.label({ max: 200 })),
  }),
);

/** A place where a business is found, in the time zone of its tenant. */
export const location = s.tenantResource('Location', {
  label,
  address,
  geo: s.default(s.nullable(geo), null),
  phones: s.describe(
    s.default(s.array(s.object({ label, e164: s.telephone() }), { max: 20 }), []),
    "The first one of the primary location is the tenant's `contactPhone`.",
  ),
  emails: s.describe(
    s.default(s.array(s.object({ label, address: s.email() }), { max: 20 }), []),
    "The first one of the primary location is the tenant's `contactEmail`.",
  ),
  hours: s.default(s.array(openingHours, { max: 35 }), []),
  exceptions: s.describe(
    s.default(s.array(exception, { max: 400 }), []),
    'What is otherwise on single days, such as public holidays.',
  ),
  isPrimary: s.describe(
    s.default(s.boolean(), false),
    'One location is, the first one by itself. It becomes another by writing true there.',
  ),
});

/** Its resource is the tenant, whose id it has. */
const locationOrder = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  locationIds: s.array(s.uuid()),
});

export const locationEvents = {
  ...defineEvents('location', location, { created: 'create', updated: 'update', deleted: 'delete' }),
  ...defineEvents('location', locationOrder, { reordered: 'reorder' }),
};
