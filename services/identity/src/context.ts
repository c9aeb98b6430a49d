import { routeFor, type ServiceCtx } from '@siteninja/http';
import { type IdentityConfig } from './config';
import { type IdentityPorts } from './ports';

/** What every operation of this service is given. */
export type IdentityCtx = ServiceCtx<IdentityConfig, IdentityPorts>;

export const route = routeFor<IdentityCtx>();
