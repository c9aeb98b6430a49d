import { s } from '@siteninja/schema';

/** A section in a request; its content has passed the schema of its type. */
export interface SectionInput {
  id?: string;
  sectionId?: string;
  type: string;
  content: Record<string, unknown>;
  sortOrder?: number;
}

/** The client's own name for a section, and its anchor in the page. */
export const sectionName = s.string({ max: 100, pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/ });
export const sortOrder = s.integer({ min: 0, max: 1_000_000 });
