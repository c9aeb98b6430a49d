import { routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type BillingConfig } from './config';

/** What every operation of this service is given. */
export type BillingCtx = ServiceCtx<BillingConfig>;

export const route = routeFor<BillingCtx>();
