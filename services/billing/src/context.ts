import { internalRouteFor, routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type BillingConfig } from './config';
import { type BillingPorts } from './ports';

/** What every operation of this service is given. */
export type BillingCtx = ServiceCtx<BillingConfig, BillingPorts>;

export const route = routeFor<BillingCtx>();
export const internalRoute = internalRouteFor<BillingCtx>();
