import { s } from '@siteninja/schema';

/** A password that is chosen. */
export const newPassword = s.describe(
  s.string({ min: 10, max: 128, exact: true }),
  'Common ones are refused.',
);
