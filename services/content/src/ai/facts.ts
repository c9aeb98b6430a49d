import { type SiteFacts } from '../markup/site';

/** What is known of a business: the only facts that a proposal may state. */
export interface Facts {
  readonly business: SiteFacts;
  /** Of its locations, the primary one first. */
  readonly cities: readonly string[];
  /** Whether it says when it is open. */
  readonly hasHours: boolean;
}
