import { routeFor, type ServiceCtx } from '@siteninja/http';
import { type ContentConfig } from './config';

/** What every operation of this service is given. */
export type ContentCtx = ServiceCtx<ContentConfig>;

export const route = routeFor<ContentCtx>();
