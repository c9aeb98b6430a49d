import { type Request } from 'express';
import { type Identity } from '../identity/grants';
import { type ApiPath } from './paths';
import { type Destination } from '../proxy/route-table';

/** What the gateway knows of a request, from its first look at it to the answer. */
export interface Exchange {
  requestId: string;
  /** Where it comes from, past our own proxies. */
  address: string;
  host: string;
  isSite: boolean;
  /** Null where it cannot be read. */
  path: ApiPath | null;
  /** Null where the gateway answers by itself. */
  destination: Destination | null;
  identity: Identity;
  /** Why it will be refused, once it has been counted. */
  failure: unknown;
}

/** The exchanges under way, by their request. */
export type Exchanges = WeakMap<Request, Exchange>;

/** @throws where the request has not been begun */
export function exchangeOf(exchanges: Exchanges, request: Request): Exchange {
  const exchange = exchanges.get(request);
  if (!exchange) throw new Error('A request reached a handler before it was looked at.');
  return exchange;
}
