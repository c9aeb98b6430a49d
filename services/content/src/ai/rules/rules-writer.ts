import { type Writer } from '../writer';
import { composePage } from './compose-page';
import { KNOWN_INSTRUCTIONS } from './instruction';
import { rewriteByRules } from './rewrite';
import { seoByRules } from './suggest-seo';

const CREDITS = 1;

const NOT_UNDERSTOOD = `The built-in rules cannot follow this instruction, so nothing is changed. They can: ${KNOWN_INSTRUCTIONS}.`;

/** Composes from the tenant's own words, without a language model. */
export const rulesWriter: Writer = {
  name: 'rules',
  maxCredits: CREDITS,
  draftPage: (brief, work) => {
    const page = composePage(brief.facts, brief);
    work.cost = CREDITS;
    for (const section of page.sections) work.send('section', section);
    return Promise.resolve(page);
  },
  rewriteSection: (brief, work) => {
    const content = rewriteByRules(brief);
    if (content === null) return Promise.resolve({ notFollowed: NOT_UNDERSTOOD });
    work.cost = CREDITS;
    return Promise.resolve({ content });
  },
  suggestSeo: (brief, work) => {
    work.cost = CREDITS;
    return Promise.resolve(seoByRules(brief));
  },
};
