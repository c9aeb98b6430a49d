import { domain } from '@siteninja/contracts';
import { type Infer, s } from '@siteninja/schema';

export { domain };

export const newDomain = s.object({ domain: s.domainName() });
export type NewDomain = Infer<typeof newDomain>;
