import { globalCollection, type GlobalRow } from '@siteninja/mongo';

export interface Industry {
  name: string;
  description: string | null;
  icon: string | null;
  sortOrder: number;
  isActive: boolean;
}
export type IndustryRow = GlobalRow<Industry>;

export const industries = globalCollection<Industry>({
  name: 'industries',
  fields: {
    name: { type: String, required: true },
    description: { type: String, default: null },
    icon: { type: String, default: null },
    sortOrder: { type: Number, required: true },
    isActive: { type: Boolean, required: true },
  },
  indexes: [
    {
      fields: { name: 1 },
      unique: true,
      serves: 'a name is given once',
      conflict: {
        code: 'industry.name_taken',
        field: 'name',
        message: 'Another industry has this name.',
      },
    },
    { fields: { isActive: 1, sortOrder: 1 }, serves: 'GET /industries' },
  ],
});
