import { routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type IntegrationConfig } from './config';

/** What every operation of this service is given. */
export type IntegrationCtx = ServiceCtx<IntegrationConfig>;

export const route = routeFor<IntegrationCtx>();
