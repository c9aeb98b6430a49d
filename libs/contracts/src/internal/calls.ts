import { countApiRequests } from './api-requests';
import {
  describeImport,
  downloadAssetOriginal,
  dropImport,
  getAsset,
  importAsset,
  listAssetOriginals,
} from './assets';
import { getAuditCheckpoint, keepAuditCheckpoint, moveAuditStart } from './audit-checkpoints';
import { getAcmeChallenge, getCertificate } from './certificates';
import { reportErasure } from './erasures';
import { getGrants } from './grants';
import { countKeyUsage } from './key-usage';
import { getLocation } from './locations';
import {
  addMember,
  hasAdmin,
  listAdminEmails,
  listMemberships,
  syncTenant,
  warnOfDomain,
} from './memberships';
import { listRevocations } from './revocations';
import { getSiteAnswer, getSiteHost, isAssetImported, submitSiteForm } from './sites';
import { reportStorage } from './storage';
import { getTemplate } from './templates';
import { activateTenant, listBusinessTypes, releaseTenant, reserveTenant } from './tenants';

/** Every call between processes, by what it does. */
export const calls = {
  getGrants,
  listRevocations,
  countKeyUsage,
  countApiRequests,
  addMember,
  hasAdmin,
  listAdminEmails,
  listMemberships,
  syncTenant,
  warnOfDomain,
  reserveTenant,
  activateTenant,
  releaseTenant,
  listBusinessTypes,
  reportErasure,
  getAuditCheckpoint,
  keepAuditCheckpoint,
  moveAuditStart,
  getAcmeChallenge,
  getCertificate,
  getAsset,
  listAssetOriginals,
  downloadAssetOriginal,
  importAsset,
  describeImport,
  dropImport,
  isAssetImported,
  reportStorage,
  getLocation,
  getTemplate,
  getSiteHost,
  getSiteAnswer,
  submitSiteForm,
};
