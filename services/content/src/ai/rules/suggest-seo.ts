import { shorten } from '../../markup/shorten';
import { effectiveSeo } from '../../seo/effective-seo';
import { type SeoBrief, type SeoSuggestion } from '../writer';

const MAX_TITLE_LENGTH = 70;
const MAX_DESCRIPTION_LENGTH = 160;
const MAX_KEYWORD_LENGTH = 100;

/** What follows from the page and its tenant, in the lengths that may be stored. */
export function seoByRules({ facts, tenantId, origin, page }: SeoBrief): SeoSuggestion {
  const { business, cities } = facts;
  const follows = effectiveSeo({ tenant: { id: tenantId, ...business }, origin }, { ...page, seo: {} });
  const description = follows.metaDescription ?? `${page.title}: ${business.businessName}`;
  const keywords = [page.title, business.businessName, ...cities];
  return {
    metaTitle: shorten(follows.metaTitle, MAX_TITLE_LENGTH),
    metaDescription: shorten(description, MAX_DESCRIPTION_LENGTH),
    keywords: [...new Set(keywords.map((word) => shorten(word, MAX_KEYWORD_LENGTH)))].slice(0, 10),
  };
}
