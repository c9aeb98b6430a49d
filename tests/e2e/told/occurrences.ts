import { pageOccurrences, siteOccurrences } from './content';
import { laterOccurrences } from './later';
import { type Occurrences } from './occurrence';
import { businessOccurrences, peopleOccurrences } from './tenant';

/** Every type of event in an order in which one leads to the next. */
export const OCCURRENCES: Occurrences = {
  ...pageOccurrences,
  ...siteOccurrences,
  ...businessOccurrences,
  ...peopleOccurrences,
  ...laterOccurrences,
};
