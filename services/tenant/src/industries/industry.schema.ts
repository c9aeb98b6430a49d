import { industry } from '@siteninja/contracts';
import { type Infer, omit, partial } from '@siteninja/schema';

export { industry };

export const newIndustry = omit(industry, 'id', 'revision', 'createdAt', 'updatedAt');
export type NewIndustry = Infer<typeof newIndustry>;

export const industryChange = partial(newIndustry);
export type IndustryChange = Infer<typeof industryChange>;
