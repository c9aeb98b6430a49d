import { profile, profileFields } from '@siteninja/contracts';
import { type Infer, partial, s } from '@siteninja/schema';

export { profile };

export const profileChange = partial(
  s.object({
    ...profileFields.fields,
    social: s.nullable(profileFields.fields.social),
    schemaType: s.describe(
      s.nullable(profileFields.fields.schemaType),
      'Null goes back to the proposed one.',
    ),
  }),
);
export type ProfileChange = Infer<typeof profileChange>;

/** What Google asks of a LocalBusiness, required first. */
const PROPERTIES = [
  'name',
  'address',
  'geo',
  'openingHoursSpecification',
  'priceRange',
  'telephone',
  'url',
] as const;
export type Property = (typeof PROPERTIES)[number];

export const readiness = s.named(
  'ProfileReadiness',
  s.object({
    status: s.enum('complete', 'recommended_missing', 'required_missing'),
    missing: s.describe(
      s.array(s.enum(...PROPERTIES)),
      'Properties of schema.org that Google asks for and nobody has said yet, required ones first.',
    ),
  }),
);
