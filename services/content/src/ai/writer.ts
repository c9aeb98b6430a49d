import { type Progress } from '@siteninja/core';
import { type RenderedPage } from '../markup/site';
import { type Facts } from './facts';

export type Content = Readonly<Record<string, unknown>>;

/** A proposal that is being made. */
export interface Work {
  /** Aborted when the client goes. */
  readonly signal: AbortSignal;
  /** Credits that what was made so far has cost. */
  cost: number;
  /** What a language model has read and written for it. */
  tokens: number;
  send: Progress['send'];
}

/** What a page is to be for. */
export interface PageBrief {
  readonly facts: Facts;
  readonly pageType: string;
  readonly prompt?: string | undefined;
  readonly tone?: string | undefined;
  /** Paths of the site's pages: nothing else of it may be linked to. */
  readonly paths: readonly string[];
}

/** A section, and what is to be done with it. */
export interface RewriteBrief {
  readonly facts: Facts;
  readonly type: string;
  readonly content: Content;
  readonly instruction: string;
}

/** A page that search engines are to be told of. */
export interface SeoBrief {
  readonly facts: Facts;
  readonly tenantId: string;
  readonly origin: string;
  readonly page: Pick<RenderedPage, 'path' | 'title' | 'sections'>;
}

export interface DraftedSection {
  readonly sectionId: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
}

export interface DraftedPage {
  readonly title: string;
  readonly slug: string;
  readonly sections: readonly DraftedSection[];
}

/** Other content; or why the instruction cannot be followed. */
export type Rewriting = { readonly content: Content } | { readonly notFollowed: string };

export interface SeoSuggestion {
  readonly metaTitle: string;
  readonly metaDescription: string;
  readonly keywords: readonly string[];
}

/**
 * What makes proposals. It is given all that it may know, writes nothing, and gives what is valid for its schema and
 * leads nowhere that its brief does not name. It adds to `cost` and `tokens` of the work as it goes.
 * @throws unavailable, invalid `ai.refused`
 */
export interface Writer {
  /** `rules`, or the name of a model. */
  readonly name: string;
  /** Credits that one proposal costs at most. */
  readonly maxCredits: number;
  /** Sends each section as soon as it is there. */
  draftPage(brief: PageBrief, work: Work): Promise<DraftedPage>;
  rewriteSection(brief: RewriteBrief, work: Work): Promise<Rewriting>;
  suggestSeo(brief: SeoBrief, work: Work): Promise<SeoSuggestion>;
}
