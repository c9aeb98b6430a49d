import { type KeyObject } from 'node:crypto';
import {
  type Caller,
  type Ctx,
  DomainError,
  type ErrorDetail,
  IDENTITY_HEADER,
  identityTokensOf,
  unavailable,
} from '@siteninja/core';
import { parse, s, type Schema } from '@siteninja/schema';
import { type ServiceName } from './config';
import { kindOf } from './routing/errors';
import { REQUEST_ID_HEADER } from './routing/pipeline';

const CALL_TIMEOUT_MS = 3_000;

interface ServiceCall<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under /internal. */
  path: string;
  body?: unknown;
  /** What the answer's `data` must be. */
  answer: Schema<T>;
}

/** The few calls between services. Each is idempotent, so it is tried a second time, on another target if there is one. */
export interface ServiceClient {
  /** @throws the other service's own error; unavailable where it cannot be reached or takes over 3 seconds */
  call<T>(ctx: Pick<Ctx, 'request'>, service: ServiceName, call: ServiceCall<T>): Promise<T>;
}

const errorEnvelope = s.object({
  success: s.unknown(),
  error: s.string(),
  code: s.string(),
  details: s.optional(s.array(s.anyObject())),
  meta: s.anyObject(),
});

/** Calls in the name of `self`, which signs for itself; `targets` says where the others listen. */
export function serviceClient(
  self: string,
  key: KeyObject,
  targets: (service: ServiceName) => string[],
): ServiceClient {
  const caller: Caller = {
    type: 'service',
    service: self,
    isSuperAdmin: false,
    tenant: null,
    permissions: new Set(),
  };
  const tokenFor = identityTokensOf(caller, { issuer: self, key });
  return {
    call: async (ctx, service, { method, path, body, answer }) => {
      const headers: Record<string, string> = { [IDENTITY_HEADER]: tokenFor(service) };
      if (ctx.request) headers[REQUEST_ID_HEADER] = ctx.request.id;
      if (body !== undefined) headers['content-type'] = 'application/json';
      const sent = body === undefined ? null : JSON.stringify(body);
      const { status, data } = await reach(targets(service), service, { method, path, headers, body: sent });
      if (status >= 400) throw errorFrom(status, data, service);
      const checked = parse(
        s.object({ data: answer, success: s.unknown(), message: s.optional(s.string()), meta: s.unknown() }),
        data,
      );
      if ('errors' in checked) {
        throw new Error(`${service} answered ${path} with something else: ${JSON.stringify(checked.errors)}`);
      }
      return checked.value.data;
    },
  };
}

interface Outgoing {
  method: ServiceCall<unknown>['method'];
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

async function reach(
  targets: string[],
  service: string,
  { method, path, headers, body }: Outgoing,
): Promise<{ status: number; data: unknown }> {
  // Loaded here: a process that calls nobody does without it.
  const { request } = await import('undici');
  let last: unknown;
  for (const target of targets.length > 1 ? targets : [...targets, ...targets]) {
    try {
      const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const answer = await request(`${target}${path}`, { method, headers, body, signal });
      const { statusCode: status } = answer;
      return {
        status,
        data: status === 204 ? { success: true, data: {}, meta: {} } : await answer.body.json(),
      };
    } catch (error) {
      last = error;
    }
  }
  throw serviceUnavailable(service, last);
}

/** @param cause stays in the log */
export function serviceUnavailable(service: string, cause?: unknown): DomainError {
  return unavailable('service.unavailable', `The ${service} service is unavailable. Try again.`, cause);
}

function errorFrom(status: number, answer: unknown, service: string): DomainError {
  const checked = parse(errorEnvelope, answer);
  if ('errors' in checked || status >= 500) return serviceUnavailable(service, answer);
  const { error, code, details } = checked.value;
  return new DomainError(kindOf(status), code, error, details ? { details: details.map(detailFrom) } : {});
}

function detailFrom(detail: Record<string, unknown>): ErrorDetail {
  return { ...detail, message: String(detail.message) };
}
