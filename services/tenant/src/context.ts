import { routeFor, type ServiceCtx } from '@siteninja/http';
import { type TenantConfig } from './config';

/** What every operation of this service is given. */
export type TenantCtx = ServiceCtx<TenantConfig>;

export const route = routeFor<TenantCtx>();
