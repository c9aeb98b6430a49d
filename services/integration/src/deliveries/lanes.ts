import { type DueDelivery } from './claim';

/** In flight at once: in this process, of one tenant, to one webhook. */
const MAX_IN_FLIGHT = 512;
const MAX_PER_TENANT = 200;
const MAX_PER_WEBHOOK = 64;
/** For a webhook of which nothing is known yet. */
const FIRST_LIMIT = 2;
/** Webhooks whose pace is remembered. */
const MAX_REMEMBERED = 10_000;

interface Lane {
  tenantId: string;
  /** Doubled by each success; one that fails or hangs has one at a time. */
  limit: number;
  inFlight: number;
  waiting: Set<string>;
}

/** Which of the due deliveries may be sent now, so that no webhook and no tenant takes the place of others. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #inFlightOf = new Map<string, number>();
  #inFlight = 0;

  get inFlight(): number {
    return this.#inFlight;
  }

  add({ _id, webhookId, tenantId }: DueDelivery): void {
    const lane = this.#lanes.get(webhookId) ?? {
      tenantId,
      limit: FIRST_LIMIT,
      inFlight: 0,
      waiting: new Set(),
    };
    this.#lanes.set(webhookId, lane);
    lane.waiting.add(_id);
  }

  /** Webhooks of which deliveries wait here for their turn. */
  backlogged(): string[] {
    return [...this.#lanes].filter(([, { waiting }]) => waiting.size > 0).map(([id]) => id);
  }

  /** Takes what may be sent now, of every webhook in turn; each counts as in flight until `release`. */
  take(count: number): DueDelivery[] {
    const taken: DueDelivery[] = [];
    for (let found = true; found && taken.length < count;) {
      found = false;
      for (const [webhookId, lane] of this.#lanes) {
        if (taken.length >= count || this.#inFlight >= MAX_IN_FLIGHT) return taken;
        const [_id] = lane.waiting;
        if (_id === undefined || !this.#hasRoom(lane)) continue;
        lane.waiting.delete(_id);
        this.#count(lane, 1);
        taken.push({ _id, webhookId, tenantId: lane.tenantId });
        found = true;
      }
    }
    return taken;
  }

  /** @param isSuccess null where it was not sent after all */
  release(webhookId: string, isSuccess: boolean | null): void {
    const lane = this.#lanes.get(webhookId);
    if (!lane) return;
    this.#count(lane, -1);
    if (isSuccess !== null) lane.limit = isSuccess ? Math.min(lane.limit * 2, MAX_PER_WEBHOOK) : 1;
    // What is forgotten begins again as if it were new; the others move behind, so that each has its turn.
    this.#lanes.delete(webhookId);
    const isIdle = lane.inFlight === 0 && lane.waiting.size === 0;
    if (!isIdle || this.#lanes.size < MAX_REMEMBERED) this.#lanes.set(webhookId, lane);
  }

  #hasRoom({ tenantId, inFlight, limit }: Lane): boolean {
    return inFlight < limit && (this.#inFlightOf.get(tenantId) ?? 0) < MAX_PER_TENANT;
  }

  #count(lane: Lane, change: 1 | -1): void {
    lane.inFlight += change;
    this.#inFlight += change;
    const ofTenant = (this.#inFlightOf.get(lane.tenantId) ?? 0) + change;
    if (ofTenant === 0) this.#inFlightOf.delete(lane.tenantId);
    else this.#inFlightOf.set(lane.tenantId, ofTenant);
  }
}
