import { automotive } from './automotive';
import { healthcare } from './healthcare';
import { itConsulting } from './it-consulting';
import { lawOffice } from './law-office';
import { plumber } from './plumber';
import { realEstate } from './real-estate';
import { restaurant } from './restaurant';
import { retail } from './retail';
import { type TemplateSeed } from './template-seed';

export { starter } from './starter';
export { type TemplatePage, type TemplateSeed } from './template-seed';

/** The templates that every installation begins with, by `sortOrder`. */
export const templateSeeds: readonly TemplateSeed[] = [
  plumber,
  lawOffice,
  restaurant,
  itConsulting,
  healthcare,
  realEstate,
  automotive,
  retail,
];
