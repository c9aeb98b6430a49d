import { user } from '@siteninja/contracts';
import { presenter } from '@siteninja/core';

export const presentUser = presenter(user);

/** The form in which emails are compared. */
export function emailKeyOf(email: string): string {
  return email.toLowerCase();
}
