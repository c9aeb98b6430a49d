import { template } from '@siteninja/contracts';
import { globalCollection } from '@siteninja/mongo';
import { inNewestForm } from '../section-types/versions';

export const templates = globalCollection({
  name: 'templates',
  noun: 'template',
  fields: template.fields,
  upgrade(row) {
    for (const page of row.defaultSections ?? []) page.sections = page.sections.map(inNewestForm);
  },
  indexes: [
    {
      fields: { name: 1 },
      unique: true,
      serves: 'a name is given once',
      conflict: { code: 'template.name_taken', field: 'name' },
    },
    { fields: { name: 1 }, alphabetical: true, serves: 'the list by name' },
    { fields: { isActive: 1, sortOrder: 1 }, serves: 'GET /templates' },
    { fields: { sortOrder: 1 }, serves: 'GET /templates by a super_admin, who sees all' },
  ],
});
