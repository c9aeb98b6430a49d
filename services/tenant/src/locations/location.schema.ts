import { location } from '@siteninja/contracts';
import { type Infer, omit, partial, s } from '@siteninja/schema';

export { location };

export const newLocation = s.named(
  'NewLocation',
  omit(location, 'id', 'tenantId', 'revision', 'createdAt', 'updatedAt'),
);
export type NewLocation = Infer<typeof newLocation>;

export const locationChange = partial(newLocation);
export type LocationChange = Infer<typeof locationChange>;

export const locationOrder = s.object({ locationIds: s.array(s.uuid(), { max: 100 }) });
