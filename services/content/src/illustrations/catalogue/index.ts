import { type Illustration } from './illustration';
import { plumbingIllustrations } from './plumbing';

/** Every picture the product brings along. */
export const ILLUSTRATIONS: readonly Illustration[] = [...plumbingIllustrations];
