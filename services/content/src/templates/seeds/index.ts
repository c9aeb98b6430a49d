import { lawOffice } from './law-office';
import { plumber } from './plumber';
import { restaurant } from './restaurant';
import { type TemplateSeed } from './template-seed';

export { starter } from './starter';
export { type TemplatePage, type TemplateSeed } from './template-seed';

/** The templates that every installation begins with, by `sortOrder`. */
export const templateSeeds: readonly TemplateSeed[] = [plumber, lawOffice, restaurant];
