import { type Response } from 'express';
import { type Identity } from '../identity/identity';
import { type ApiPath } from './paths';

/** What the gateway knows of a request. */
export interface RequestContext {
  readonly requestId: string;
  /** The client's IP address. */
  readonly address: string;
  readonly host: string;
  /** Null on a site's host, and where the path cannot be read. */
  path: ApiPath | null;
  identity: Identity;
}

/** The context of the request that is being answered; it is there from the first handler on. */
export function contextOf(response: Response): RequestContext {
  const context: RequestContext = response.locals.context;
  return context;
}
