import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { isObject } from '@siteninja/core';
import { type Client } from 'acme-client';
import { type TenantConfig } from '../config';

/** A certificate authority that is spoken to by ACME (RFC 8555). */
export interface Acme {
  readonly directoryUrl: string;
  /** @param accountUrl absent before the account of the key is known */
  clientFor(accountKey: string, accountUrl?: string): Promise<Client>;
  /** PEM. */
  newKey(): Promise<string>;
  /** Asks, in the name of the key, for a certificate of these names. */
  newSigningRequest(names: readonly string[], privateKey: string): Promise<Buffer>;
}

/** What the authority refuses, in its own words, or that it gives no answer. */
export class AcmeError extends Error {
  constructor(
    /** Of RFC 8555 §6.7 without its prefix, such as `rateLimited`; null where the fault is the authority's own. */
    readonly type: string | null,
    message: string,
    /** As the header says it. */
    readonly retryAfter: string | null = null,
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 10_000;
const ERROR_PREFIX = 'urn:ietf:params:acme:error:';

/** Null where the deployment has not asked for it. */
export function openAcme({ ACME_DIRECTORY_URL, ACME_CA_FILE }: Readonly<TenantConfig>): Acme | null {
  if (ACME_DIRECTORY_URL === undefined) return null;
  const ca = ACME_CA_FILE === undefined ? undefined : readFileSync(ACME_CA_FILE, 'utf8');
  const load = async () => {
    // Loaded here, as most deployments do not need it.
    const library = await import('acme-client');
    const { axios } = library;
    axios.defaults.timeout = TIMEOUT_MS;
    if (ca !== undefined) axios.defaults.httpsAgent = new Agent({ ca });
    // The library's own retries sleep for minutes inside of a run, and lose what was refused and until when.
    axios.interceptors.request.clear();
    axios.interceptors.response.clear();
    axios.interceptors.response.use(raiseRefusal, (error: unknown) => {
      const reason = isObject(error) && typeof error.code === 'string' ? ` (${error.code})` : '';
      throw new AcmeError(null, `The certificate authority gives no answer${reason}.`);
    });
    return library;
  };
  return {
    directoryUrl: ACME_DIRECTORY_URL,
    clientFor: async (accountKey, accountUrl) => {
      const { Client } = await load();
      return new Client({
        directoryUrl: ACME_DIRECTORY_URL,
        accountKey,
        ...(accountUrl === undefined ? {} : { accountUrl }),
      });
    },
    newKey: async () => (await (await load()).crypto.createPrivateEcdsaKey()).toString(),
    newSigningRequest: async (names, privateKey) => {
      const [, request] = await (await load()).crypto.createCsr({ altNames: [...names] }, privateKey);
      return request;
    },
  };
}

interface Answer {
  status: number;
  data: unknown;
  headers: object;
}

/** Lets the library see what it handles itself: answers, and nonces that are asked for anew. @throws AcmeError */
function raiseRefusal<A extends Answer>(answer: A): A {
  const { status, data, headers } = answer;
  const { type: urn = '', detail = `It answered ${status}.` } = isObject(data) ? data : {};
  const type = String(urn).replace(ERROR_PREFIX, '');
  if (status < 400 || type === 'badNonce') return answer;
  const retryAfter = isObject(headers) ? headers['retry-after'] : undefined;
  throw new AcmeError(
    status >= 500 ? null : type,
    String(detail),
    typeof retryAfter === 'string' ? retryAfter : null,
  );
}
