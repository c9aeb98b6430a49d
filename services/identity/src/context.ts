import { internalRouteFor, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type IdentityConfig } from './config';
import { type IdentityPorts } from './ports';

/** What every operation of this service is given. */
export type IdentityCtx = ServiceCtx<IdentityConfig, IdentityPorts>;

export const route = routeFor<IdentityCtx>();
export const internalRoute = internalRouteFor<IdentityCtx>();
