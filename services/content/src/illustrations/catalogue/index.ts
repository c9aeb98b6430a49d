import { type Illustration } from './illustration';
import { automotiveIllustrations } from './automotive';
import { backdropsIllustrations } from './backdrops';
import { healthcareIllustrations } from './healthcare';
import { itIllustrations } from './it';
import { legalIllustrations } from './legal';
import { plumbingIllustrations } from './plumbing';
import { portraitsIllustrations } from './portraits';
import { realEstateIllustrations } from './real-estate';
import { restaurantIllustrations } from './restaurant';
import { retailIllustrations } from './retail';

/** Every picture the product brings along. */
export const ILLUSTRATIONS: readonly Illustration[] = [
  ...plumbingIllustrations,
  ...restaurantIllustrations,
  ...legalIllustrations,
  ...itIllustrations,
  ...healthcareIllustrations,
  ...portraitsIllustrations,
  ...backdropsIllustrations,
  ...realEstateIllustrations,
  ...retailIllustrations,
  ...automotiveIllustrations,
];
