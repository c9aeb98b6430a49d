import { SERVICES } from '@siteninja/core';
import { createApp, listen, type Listening, measureRequests, mountMetrics } from '@siteninja/http';
import { Counter, Gauge, type Registry } from 'prom-client';
import { type GatewayConfig } from './config';
import { type ShedReason } from './proxy/slots';
import { type Upstreams } from './proxy/upstreams';

/** What the gateway counts of requests. Its requests to services are timed by these as well, by route. */
export function gatewayMetrics(registry: Registry) {
  const registers = [registry];
  const shed = new Counter({
    name: 'siteninja_gateway_shed_total',
    help: 'Requests and connections refused to bear the load, by reason (overloaded, address_requests, address_connections, rate_limit).',
    labelNames: ['reason'],
    registers,
  });
  const cached = new Counter({
    name: 'siteninja_gateway_cached_answers_total',
    help: 'Requests of sites that were answered from memory; they are in no other metric.',
    registers,
  });
  return {
    measure: measureRequests(registry, 'upstream'),
    onShed: (reason: ShedReason): void => shed.inc({ reason }),
    onCached: (): void => cached.inc(),
  };
}

/** Tells which services requests can be sent to. */
export function mountUpstreams(registry: Registry, { isReady }: Pick<Upstreams, 'isReady'>): void {
  new Gauge({
    name: 'siteninja_gateway_upstream_ready',
    help: '1 where at least one process of the service is ready, else 0.',
    labelNames: ['upstream'],
    registers: [registry],
    collect() {
      for (const upstream of SERVICES) this.set({ upstream }, isReady(upstream) ? 1 : 0);
    },
  });
}

/** Listens for Prometheus alone: the gateway's own port is open to the world. @returns null where no port is set */
export async function serveMetrics(
  registry: Registry,
  { HOST, METRICS_PORT: port }: Pick<GatewayConfig, 'HOST' | 'METRICS_PORT'>,
): Promise<Listening | null> {
  if (port === undefined) return null;
  const { app, server } = createApp();
  mountMetrics(app, registry);
  return listen(server, HOST, port);
}
