import { type Illustration } from './illustration';
import { itIllustrations } from './it';
import { legalIllustrations } from './legal';
import { plumbingIllustrations } from './plumbing';
import { restaurantIllustrations } from './restaurant';

/** Every picture the product brings along. */
export const ILLUSTRATIONS: readonly Illustration[] = [
  ...plumbingIllustrations,
  ...restaurantIllustrations,
  ...legalIllustrations,
  ...itIllustrations,
];
