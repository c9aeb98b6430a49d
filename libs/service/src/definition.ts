import { type Cache, type Clock, type Ctx, type Redis, type ServiceName } from '@siteninja/core';
import { type AnyConsumer, type Bus } from '@siteninja/events';
import { type Route, type ServiceClient } from '@siteninja/http';
import { type Job } from '@siteninja/jobs';
import { type CollectionDefinition } from '@siteninja/mongo';
import { type Fields, type InferFields } from '@siteninja/schema';
import { type Registry } from 'prom-client';
import { type ServiceConfig } from './service-config';

/** What the operations of every service may reach besides their own database. */
export interface CommonPorts {
  readonly services: ServiceClient;
  readonly cache: Cache;
}

/** The context of a service's operations: its configuration and its own ports on top of the common ones. */
export type ServiceCtx<Config = ServiceConfig, Ports = object> = Ctx<Config, CommonPorts & Ports>;

/**
 * Erases a part of what the service holds of the context's tenant, and counts it with `countErased`. It may be called
 * again after it has done so, as after a crash.
 * @returns whether there was something: then it is called again
 */
export type EraseStep<C> = (ctx: C) => Promise<boolean>;

/** A service's table of contents, as its app.ts exports it. */
export interface ServiceDefinition<F extends Fields = Fields, P = object> {
  name: ServiceName;
  /** What its environment variables must be: `serviceConfig` and its own. */
  config: F;
  /** Resource → routes. The resource is the tag in the API reference. */
  routes: Record<string, readonly Route<ServiceCtx<InferFields<F>, P>>[]>;
  collections: readonly { definition: CollectionDefinition }[];
  consumers: readonly AnyConsumer<ServiceCtx<InferFields<F>, P>>[];
  jobs: readonly Job<ServiceCtx<InferFields<F>, P>>[];
  /** What erasing a tenant takes besides the deletion of its rows, which comes afterwards. */
  eraseSteps?: readonly EraseStep<ServiceCtx<InferFields<F>, P>>[];
  /** Chooses the adapters of the service's own ports, at boot. */
  ports(config: Readonly<InferFields<F>>, shared: SharedPorts): P | Promise<P>;
  /**
   * Starts what the service does by itself beside consumers and jobs; it is stopped as they are.
   * @param registry for its metrics, which the service's port tells
   */
  startWork?(ctx: ServiceCtx<InferFields<F>, P>, registry: Registry): { stop(): Promise<void> };
  /** Puts in place what every installation has; runs at every start, so it changes nothing the second time. */
  seed?(ctx: ServiceCtx<InferFields<F>, P>): Promise<void>;
}

/** Gives a definition its types; it is returned as it is. */
export function defineService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
): ServiceDefinition<F, P> {
  return definition;
}

/** What processes that run together share; each is made from the environment where it is absent. */
export interface SharedPorts {
  /** The service's own connection, for adapters that need more than a cache. */
  redis?: Redis;
  bus?: Bus;
  cache?: Cache;
  clock?: Clock;
  /**
   * Moves the clock of all of them forward by so many seconds; resolves with its time when everything that has become
   * due has run. Absent in production.
   */
  advanceClock?: (seconds: number) => Promise<Date>;
}
