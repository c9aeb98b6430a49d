import { type Infer } from '@siteninja/schema';
import { type EventContract } from './define-events';
import { aiEvents } from './events/ai';
import { apiKeyEvents } from './events/api-key';
import { assetEvents } from './events/asset';
import { brandingEvents } from './events/branding';
import { crawlersEvents } from './events/crawlers';
import { domainEvents } from './events/domain';
import { industryEvents } from './events/industry';
import { invoiceEvents } from './events/invoice';
import { locationEvents } from './events/location';
import { navigationEvents } from './events/navigation';
import { pageEvents } from './events/page';
import { profileEvents } from './events/profile';
import { redirectEvents } from './events/redirect';
import { releaseEvents } from './events/release';
import { scheduleEvents } from './events/schedule';
import { sectionEvents } from './events/section';
import { seoEvents } from './events/seo';
import { siteEvents } from './events/site';
import { submissionEvents } from './events/submission';
import { subscriptionEvents } from './events/subscription';
import { templateEvents } from './events/template';
import { tenantEvents } from './events/tenant';
import { userEvents } from './events/user';
import { webhookEvents } from './events/webhook';

/** Every type of event that the product records (http-api, Events), with what it promises. */
export const EVENTS = {
  ...aiEvents,
  ...apiKeyEvents,
  ...assetEvents,
  ...brandingEvents,
  ...crawlersEvents,
  ...domainEvents,
  ...industryEvents,
  ...invoiceEvents,
  ...locationEvents,
  ...navigationEvents,
  ...pageEvents,
  ...profileEvents,
  ...redirectEvents,
  ...releaseEvents,
  ...scheduleEvents,
  ...sectionEvents,
  ...seoEvents,
  ...siteEvents,
  ...submissionEvents,
  ...subscriptionEvents,
  ...templateEvents,
  ...tenantEvents,
  ...userEvents,
  ...webhookEvents,
};

export type EventType = keyof typeof EVENTS;
/** The payload of a type of event. */
export type EventData<T extends EventType> = Infer<(typeof EVENTS)[T]['data']>;

const CONTRACTS: ReadonlyMap<string, EventContract> = new Map(Object.entries(EVENTS));

/** Undefined for a type that only newer services know. */
export function contractOf(type: string): EventContract | undefined {
  return CONTRACTS.get(type);
}

export const EVENT_TYPES: readonly string[] = [...CONTRACTS.keys()];

/** `page.created` → `page.create`. A type that only newer services know stays as it is. */
export function actionOf(type: string): string {
  return contractOf(type)?.action ?? type;
}
