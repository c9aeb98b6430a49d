import { routeFor } from '@siteninja/http';
import { type ServiceCtx } from '@siteninja/service';
import { type IntegrationConfig } from './config';
import { type IntegrationPorts } from './ports';

/** What every operation of this service is given. */
export type IntegrationCtx = ServiceCtx<IntegrationConfig, IntegrationPorts>;

export const route = routeFor<IntegrationCtx>();
