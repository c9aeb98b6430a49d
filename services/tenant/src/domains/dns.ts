import { Resolver } from 'node:dns/promises';
import { isObject, unavailable } from '@siteninja/core';

/** What DNS says now. A name without such records has none; a server that gives no answer is unavailable. */
export interface Dns {
  /** Each record as one text. @throws unavailable `domain.dns_unavailable` */
  txt(name: string): Promise<string[]>;
  /** @throws unavailable `domain.dns_unavailable` */
  cname(name: string): Promise<string[]>;
  /** IPv4 and IPv6. @throws unavailable `domain.dns_unavailable` */
  addresses(name: string): Promise<string[]>;
}

/** For one server; each of the tries takes twice as long as the one before. */
const TIMEOUT_MS = 1_500;
const TRIES = 2;

/** @param servers addresses with or without ports; the machine's own where there are none */
export function resolveBy(servers: readonly string[]): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    txt: async (name) => {
      const records = await found(() => resolver.resolveTxt(name));
      return records.map((parts) => parts.join(''));
    },
    cname: (name) => found(() => resolver.resolveCname(name)),
    addresses: async (name) => [
      ...(await found(() => resolver.resolve4(name))),
      ...(await found(() => resolver.resolve6(name))),
    ],
  };
}

/** c-ares: no such name, or none of its records is of this type. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

async function found<T>(look: () => Promise<T[]>): Promise<T[]> {
  try {
    return await look();
  } catch (error) {
    if (isObject(error) && NOTHING.has(String(error.code))) return [];
    throw unavailable('domain.dns_unavailable', 'DNS gives no answer. Try again in a minute.', error);
  }
}
