import { lookup as lookupHost, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { isPublicAddress } from './address';
import { hostOf, isTrusted, portOf, type TrustedHosts } from './target';

/** What an endpoint answered. */
export interface OutboundAnswer {
  status: number;
  retryAfter: string | null;
  /** At most 20 KB of it. */
  body: string;
}

/** Calls addresses that customers choose. */
export interface OutboundClient {
  /**
   * Sends the bytes and reads the answer, within 15 s. Redirects are answers like others.
   * @throws where there is no answer in time, or the host leads to an address that is not public
   */
  post(url: string, headers: Record<string, string>, body: string): Promise<OutboundAnswer>;
  close(): Promise<void>;
}

/** Like that of node:dns. */
export type HostLookup = (
  host: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
) => void;

export const MAX_BODY_BYTES = 20 * 1024;
const DEADLINE_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** The code of what is thrown instead of connecting to an address that is not public. */
export const REFUSED_ADDRESS = 'ERR_REFUSED_ADDRESS';

/**
 * The address is checked that is dialled: one that stands in the URL here, and every one that the host's name leads
 * to as it is looked up for the connection, so that a name which leads elsewhere the next time gains nothing.
 */
export function outboundClient(
  trusted: TrustedHosts,
  { lookup = lookupHost, deadlineMs = DEADLINE_MS }: { lookup?: HostLookup; deadlineMs?: number } = {},
): OutboundClient {
  const timeout = CONNECT_TIMEOUT_MS;
  const connectAnywhere = buildConnector({ timeout, lookup: lookupBy(lookup, () => true) });
  const connectPublic = buildConnector({ timeout, lookup: lookupBy(lookup, isPublicAddress) });
  const connect: buildConnector.connector = (options, callback) => {
    const { hostname, protocol, port } = options;
    const host = hostOf(hostname);
    if (isTrusted(trusted, hostname, portOf(protocol, port))) connectAnywhere(options, callback);
    else if (isIP(host) !== 0 && !isPublicAddress(host)) callback(refused(), null);
    else connectPublic(options, callback);
  };
  const dispatcher = new Agent({ connect });
  return {
    post: async (url, headers, body) => {
      const signal = AbortSignal.timeout(deadlineMs);
      const answer = await request(url, { dispatcher, method: 'POST', headers, body, signal });
      const retryAfter = answer.headers['retry-after'];
      return {
        status: answer.statusCode,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
        body: await readStart(answer.body),
      };
    },
    close: () => dispatcher.destroy(),
  };
}

/** Looks a host up, and refuses it when one of its addresses may not be dialled. */
function lookupBy(lookup: HostLookup, isAllowed: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
      if (error) callback(error, '');
      else if (addresses.length === 0 || !addresses.every(isAllowed)) callback(refused(), '');
      else callback(null, found, family);
    });
  };
}

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error('The host leads to an address that is not public.'), {
    code: REFUSED_ADDRESS,
  });
}

/** Reads no more than is kept: what goes on after it is broken off, with its connection. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
}
