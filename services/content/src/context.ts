import { internalRouteFor, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type ContentConfig } from './config';
import { type ContentPorts } from './ports';

/** What every operation of this service is given. */
export type ContentCtx = ServiceCtx<ContentConfig, ContentPorts>;

export const route = routeFor<ContentCtx>();
export const internalRoute = internalRouteFor<ContentCtx>();
