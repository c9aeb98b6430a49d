import { type EventType } from '@siteninja/core';

type VerbOf<Type extends string> = Type extends `${string}.${infer Verb}` ? Verb : never;

/**
 * What an event says has happened → what was done: its verb in base form. A type of event that is missing
 * here does not compile.
 */
const BASE_FORM: Record<VerbOf<EventType>, string> = {
  activated: 'activate',
  added: 'add',
  cancelled: 'cancel',
  created: 'create',
  deleted: 'delete',
  disabled: 'disable',
  erased: 'erase',
  failed: 'fail',
  generated: 'generate',
  imported: 'import',
  invited: 'invite',
  joined: 'join',
  logged_in: 'login',
  logged_out: 'logout',
  mfa_disabled: 'mfa_disable',
  mfa_enabled: 'mfa_enable',
  moved: 'move',
  paid: 'pay',
  password_changed: 'password_change',
  published: 'publish',
  registered: 'register',
  removed: 'remove',
  reordered: 'reorder',
  reset: 'reset',
  restored: 'restore',
  revoked: 'revoke',
  role_changed: 'role_change',
  rotated: 'rotate',
  secret_rotated: 'secret_rotate',
  submitted: 'submit',
  unpublished: 'unpublish',
  updated: 'update',
  uploaded: 'upload',
  verified: 'verify',
  // States that are reached, not deeds: they have no other form.
  past_due: 'past_due',
  trial_ending: 'trial_ending',
};

const BASE_FORMS: ReadonlyMap<string, string> = new Map(Object.entries(BASE_FORM));

/** `page.created` → `page.create`. A verb that only newer services know stays as it is. */
export function actionOf(type: string): string {
  const [resource, ...rest] = type.split('.');
  const verb = rest.join('.');
  return `${resource}.${BASE_FORMS.get(verb) ?? verb}`;
}
