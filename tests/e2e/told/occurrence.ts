import { type EventType } from '../../../libs/contracts/src';
import { type Stage } from './stage';

/** How something comes to happen in a tenant, and where a GET gives what it happens to. */
export interface Occurrence {
  /** A path within the tenant that names `ids`, or what the resource is like where no GET gives just that. */
  get: string | ((stage: Stage) => Promise<object>);
  act(stage: Stage): Promise<unknown>;
}

/** Why no webhook is told what a GET gives. */
export const OF_NO_TENANT = 'is no event of a tenant';
export const WITHOUT_GET = 'no GET gives such a thing';
export const BEFORE_ANY_WEBHOOK = 'happens before a tenant can have a webhook';
export const AFTER_ALL_WEBHOOKS = 'says that all that the tenant had has to go, its webhooks with it';

export type Occurrences = Record<EventType, Occurrence | string>;
