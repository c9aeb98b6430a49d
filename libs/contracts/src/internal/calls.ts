import { getAsset } from './assets';
import { getGrants } from './grants';
import { addMember, hasAdmin, syncTenant } from './memberships';
import { listRevocations } from './revocations';
import { getSiteAnswer, getSiteHost } from './sites';
import { getTemplate } from './templates';
import { activateTenant, releaseTenant, reserveTenant } from './tenants';

/** Every call between processes, by what it does. */
export const calls = {
  getGrants,
  listRevocations,
  addMember,
  hasAdmin,
  syncTenant,
  reserveTenant,
  activateTenant,
  releaseTenant,
  getAsset,
  getTemplate,
  getSiteHost,
  getSiteAnswer,
};
