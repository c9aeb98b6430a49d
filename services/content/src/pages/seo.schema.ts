import { pageSeo, seoFields } from '@siteninja/contracts';
import { clearable, type Infer } from '@siteninja/schema';

export { pageSeo };

export const seoChange = clearable(seoFields);
export type SeoChange = Infer<typeof seoChange>;
