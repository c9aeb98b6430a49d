import { globalCollection } from '@siteninja/mongo';
import { industry } from './industry.schema';

export const industries = globalCollection({
  name: 'industries',
  noun: 'industry',
  fields: industry.fields,
  indexes: [
    {
      fields: { name: 1 },
      unique: true,
      serves: 'unique names',
      conflict: { code: 'industry.name_taken', field: 'name' },
    },
    { fields: { isActive: 1, sortOrder: 1 }, serves: 'GET /industries' },
  ],
});
