import { internalRouteFor, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type ContentConfig } from './config';

/** What every operation of this service is given. */
export type ContentCtx = ServiceCtx<ContentConfig>;

export const route = routeFor<ContentCtx>();
export const internalRoute = internalRouteFor<ContentCtx>();
