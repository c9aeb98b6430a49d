import { DomainError } from '@siteninja/core';
import { addressKey } from '@siteninja/http';
import { type GatewayConfig } from '../config';

/** Bounds the requests in flight, in all and of each address. */
export interface Slots {
  /** @returns what gives the slot back. @throws unavailable, too_many_requests */
  take(address: string): () => void;
  /** Whether the next request would get none, whoever makes it. */
  areFull(): boolean;
}

/** Why a request or a connection is refused to bear the load. */
export type ShedReason = 'overloaded' | 'address_requests' | 'address_connections' | 'rate_limit';

/** @param onShed told of each request that gets no slot */
export function createSlots(
  {
    MAX_IN_FLIGHT,
    MAX_IN_FLIGHT_PER_ADDRESS,
  }: Pick<GatewayConfig, 'MAX_IN_FLIGHT' | 'MAX_IN_FLIGHT_PER_ADDRESS'>,
  onShed: (reason: ShedReason) => void,
): Slots {
  let inFlight = 0;
  const byAddress = countByAddress();
  const areFull = (): boolean => inFlight >= MAX_IN_FLIGHT;
  return {
    areFull,
    take: (address) => {
      if (byAddress.of(address) >= MAX_IN_FLIGHT_PER_ADDRESS) {
        onShed('address_requests');
        throw tooManyAtOnce();
      }
      if (areFull()) {
        onShed('overloaded');
        throw overloaded();
      }
      inFlight += 1;
      const giveBack = byAddress.add(address);
      return () => {
        inFlight -= 1;
        giveBack();
      };
    },
  };
}

export interface AddressCount {
  of(address: string): number;
  /** @returns what takes one away again */
  add(address: string): () => void;
}

/** Counts what is there of each address at once. */
export function countByAddress(): AddressCount {
  const counts = new Map<string, number>();
  const of = (address: string): number => counts.get(addressKey(address)) ?? 0;
  return {
    of,
    add: (address) => {
      const key = addressKey(address);
      counts.set(key, of(address) + 1);
      return () => {
        const left = of(address) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      };
    },
  };
}

export function overloaded(): DomainError {
  const message = 'Too many requests at once. Try again.';
  return new DomainError('unavailable', 'gateway.overloaded', message, { headers: { 'Retry-After': '1' } });
}

function tooManyAtOnce(): DomainError {
  const message = 'Too many requests of your address at once. Wait for some answers.';
  return new DomainError('too_many_requests', 'request.too_many_at_once', message, {
    headers: { 'Retry-After': '1' },
    details: [{ field: 'retryAfter', message, retryAfter: 1 }],
  });
}
