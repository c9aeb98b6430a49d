import { type ErrorEntry } from './errors/entry';
import { REQUEST_ERRORS } from './errors/request';
import { AUTH_ERRORS } from './errors/auth';
import { TENANT_ERRORS } from './errors/tenants';
import { CONTENT_ERRORS } from './errors/content';
import { ACCOUNT_ERRORS } from './errors/accounts';
import { ASSET_ERRORS } from './errors/assets';
import { BILLING_ERRORS } from './errors/billing';
import { SYSTEM_ERRORS } from './errors/system';

export { type ErrorEntry };

/** Every error code that clients can meet. */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...AUTH_ERRORS,
  ...TENANT_ERRORS,
  ...CONTENT_ERRORS,
  ...ACCOUNT_ERRORS,
  ...ASSET_ERRORS,
  ...BILLING_ERRORS,
  ...SYSTEM_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

const BY_CODE: ReadonlyMap<string, ErrorEntry> = new Map(Object.entries(ERRORS));

/** Undefined for a code that the product does not have. */
export function errorEntry(code: string): ErrorEntry | undefined {
  return BY_CODE.get(code);
}
