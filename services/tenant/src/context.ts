import { internalRouteFor, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type TenantConfig } from './config';

/** What every operation of this service is given. */
export type TenantCtx = ServiceCtx<TenantConfig>;

export const route = routeFor<TenantCtx>();
export const internalRoute = internalRouteFor<TenantCtx>();
