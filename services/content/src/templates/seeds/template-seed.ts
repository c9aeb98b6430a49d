import { type template, type templatePage } from '@siteninja/contracts';
import { type Infer } from '@siteninja/schema';

type StoredPage = Infer<typeof templatePage>;
type TemplateSection = Omit<StoredPage['sections'][number], 'schemaVersion'>;

/** A page of a template as it is written in a seed: in the newest form of its sections' types. */
export type TemplatePage = Omit<StoredPage, 'sections'> & { sections: TemplateSection[] };

/** A template as it is seeded: pages of sections whose contents their section types check. */
export type TemplateSeed = Omit<
  Infer<typeof template>,
  'id' | 'revision' | 'createdAt' | 'updatedAt' | 'defaultSections'
> & { defaultSections: TemplatePage[] };

/** Sections numbered in the order in which they are written. */
export function inOrder(sections: readonly Omit<TemplateSection, 'sortOrder'>[]): TemplateSection[] {
  return sections.map((section, sortOrder) => ({ ...section, sortOrder }));
}

/** A section of a template, shortly. */
export function section(
  sectionId: string,
  type: string,
  content: TemplateSection['content'],
): Omit<TemplateSection, 'sortOrder'> {
  return { sectionId, type, content };
}

/** What most businesses ask on their contact form before the message itself. */
export const nameAndEmail = [
  { name: 'name', label: 'Your name', type: 'text', required: true },
  { name: 'email', label: 'Email', type: 'email', required: true },
];
