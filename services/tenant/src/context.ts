import { internalRouteFor, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type TenantConfig } from './config';
import { type TenantPorts } from './ports';

/** What every operation of this service is given. */
export type TenantCtx = ServiceCtx<TenantConfig, TenantPorts>;

export const route = routeFor<TenantCtx>();
export const internalRoute = internalRouteFor<TenantCtx>();
