import { type template, type templatePage } from '@siteninja/contracts';
import { type Infer } from '@siteninja/schema';

export type TemplatePage = Infer<typeof templatePage>;

/** A template as it is seeded: pages of sections whose contents their section types check. */
export type TemplateSeed = Omit<Infer<typeof template>, 'id' | 'revision' | 'createdAt' | 'updatedAt'>;

type TemplateSection = TemplatePage['sections'][number];

/** Sections numbered in the order in which they are written. */
export function inOrder(sections: readonly Omit<TemplateSection, 'sortOrder'>[]): TemplateSection[] {
  return sections.map((section, sortOrder) => ({ ...section, sortOrder }));
}
