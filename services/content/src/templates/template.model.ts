import { globalCollection, type GlobalRow } from '@siteninja/mongo';
import { type TemplatePage, type TemplateSeed } from './seeds';

export interface Template {
  name: string;
  description: string | null;
  category: string;
  industry: string | null;
  previewImage: string | null;
  isPremium: boolean;
  isActive: boolean;
  defaultBranding: TemplateSeed['defaultBranding'];
  /** Pages with their sections. */
  defaultSections: readonly TemplatePage[];
  sortOrder: number;
}
export type TemplateRow = GlobalRow<Template>;

const text = { type: String, required: true };
const optionalText = { type: String, default: null };
const flag = { type: Boolean, required: true };

export const templates = globalCollection<Template>({
  name: 'templates',
  fields: {
    name: text,
    description: optionalText,
    category: text,
    industry: optionalText,
    previewImage: optionalText,
    isPremium: flag,
    isActive: flag,
    defaultBranding: { type: Object, required: true },
    defaultSections: { type: Array, required: true },
    sortOrder: { type: Number, required: true },
  },
  indexes: [
    {
      fields: { name: 1 },
      unique: true,
      serves: 'a name is given once',
      conflict: { code: 'template.name_taken', field: 'name', message: 'Another template has this name.' },
    },
    { fields: { isActive: 1, sortOrder: 1 }, serves: 'GET /templates' },
    { fields: { sortOrder: 1 }, serves: 'GET /templates by a super_admin, who sees all' },
  ],
});
