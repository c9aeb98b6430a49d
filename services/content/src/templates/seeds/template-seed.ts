/** A template as it is seeded: pages of sections whose contents their section types check. */
export interface TemplateSeed {
  readonly name: string;
  readonly description: string;
  readonly category: 'business';
  /** The name of a seeded industry. */
  readonly industry: string;
  readonly previewImage: null;
  readonly isPremium: boolean;
  readonly isActive: boolean;
  readonly sortOrder: number;
  readonly defaultBranding: {
    readonly primaryColor: string;
    readonly secondaryColor: string;
    readonly accentColor: string;
    readonly backgroundColor: string;
    readonly textColor: string;
    readonly fontFamily: string;
    readonly headingFontFamily: string;
  };
  readonly defaultSections: readonly TemplatePage[];
}

export interface TemplatePage {
  readonly slug: string;
  readonly title: string;
  readonly sections: readonly TemplateSection[];
  readonly seo?: { readonly metaTitle?: string; readonly metaDescription?: string };
}

export interface TemplateSection {
  readonly sectionId: string;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly sortOrder: number;
}

/** Sections numbered in the order in which they are written. */
export function inOrder(sections: readonly Omit<TemplateSection, 'sortOrder'>[]): TemplateSection[] {
  return sections.map((section, sortOrder) => ({ ...section, sortOrder }));
}
