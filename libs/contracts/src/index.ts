export { actionOf, contractOf, EVENT_TYPES, type EventData, EVENTS, type EventType } from './catalogue';
export { type EventContract } from './define-events';
export { type DomainEvent, isNewer, type NewEvent } from './event';
export { ERRORS, type ErrorCode, type ErrorEntry, errorEntry } from './errors';
export { aiGeneration } from './events/ai';
export { apiKey } from './events/api-key';
export { altText, asset, assetUse, assetVariant, MEDIA_TYPES } from './events/asset';
export { branding, brandingStyle, DEFAULT_BRANDING } from './events/branding';
export { domain } from './events/domain';
export { industry } from './events/industry';
export { location } from './events/location';
export { invoice } from './events/invoice';
export { navigationItem } from './events/navigation';
export { page, seo, seoFields } from './events/page';
export { crawlerRules, type CrawlerRules, crawlers, DEFAULT_CRAWLER_RULES } from './events/crawlers';
export { profile, profileFields, type ProfileFields, proposedSchemaType } from './events/profile';
export { redirect } from './events/redirect';
export { release, releaseEntry, releaseItem } from './events/release';
export { schedule } from './events/schedule';
export { MAX_SORT_ORDER, pageSection, section } from './events/section';
export { pageSeo } from './events/seo';
export { importedBranding } from './events/site';
export { submission } from './events/submission';
export { PLAN_KEYS, planLimits, subscription, TRIAL_DAYS } from './events/subscription';
export { template, templatePage } from './events/template';
export { businessHours, DEFAULT_LOCALE, newTenant, tenant, tenantSubscription } from './events/tenant';
export { member, user, USER_STATUSES } from './events/user';
export { webhook } from './events/webhook';
export {
  type AnswerOf,
  type AnyCallInput,
  type BodyOf,
  type CallInput,
  type InternalCall,
  type InternalDownload,
  type InternalUpload,
  type ParamsOf,
  type QueryOf,
} from './internal/call';
export { calls } from './internal/calls';
export { domainWarning } from './internal/memberships';
export { MAX_API_REQUEST_ITEMS } from './internal/api-requests';
export { MAX_STORAGE_ITEMS } from './internal/storage';
export { keyUsage, MAX_KEY_USAGE_ITEMS } from './internal/key-usage';
export { MAX_SENT_FIELDS, siteAnswer, siteAnswerPrefix, siteHost, siteHostKey } from './internal/sites';
