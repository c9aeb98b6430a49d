/** Only an `active` account lets its owner in; an `invited` one has no password yet. */
export const USER_STATUSES = ['active', 'invited', 'inactive'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];
