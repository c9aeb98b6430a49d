import { shorten } from '../../markup/shorten';
import { effectiveSeo } from '../../seo/effective-seo';
import { citiesOf, phoneOf } from '../facts';
import { type SeoBrief, type SeoSuggestion } from '../writer';

const MAX_TITLE_LENGTH = 70;
const MAX_DESCRIPTION_LENGTH = 160;
const MAX_KEYWORD_LENGTH = 100;

/** What follows from the page and its tenant, in the lengths that may be stored. */
export function seoByRules({ facts, tenantId, origin, page }: SeoBrief): SeoSuggestion {
  const { business, industry } = facts;
  const cities = citiesOf(facts);
  const follows = effectiveSeo({ tenant: { id: tenantId, ...business }, origin }, { ...page, seo: {} });
  const said = follows.metaDescription ?? `${page.title}: ${business.businessName}`;
  const description = [cities[0], phoneOf(facts)].reduce<string>(withFact, said);
  const keywords = [page.title, business.businessName, ...(industry === null ? [] : [industry]), ...cities];
  return {
    metaTitle: shorten(follows.metaTitle, MAX_TITLE_LENGTH),
    metaDescription: shorten(description, MAX_DESCRIPTION_LENGTH),
    keywords: [...new Set(keywords.map((word) => shorten(word, MAX_KEYWORD_LENGTH)))].slice(0, 10),
  };
}

/** Behind the text, where there is room and it is not said already. */
function withFact(text: string, fact: string | undefined): string {
  const longer = `${text} · ${fact}`;
  const isWanted = fact !== undefined && !text.includes(fact) && [...longer].length <= MAX_DESCRIPTION_LENGTH;
  return isWanted ? longer : text;
}
