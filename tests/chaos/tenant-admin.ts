import { until } from '../../libs/testing/src';

export interface Answer {
  status: number;
  headers: Headers;
  // Of whatever form; the tests say what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  milliseconds: number;
}

/** One request. @throws where there is no answer within 30 s */
export async function ask(port: number, path: string, init: RequestInit = {}): Promise<Answer> {
  const began = Date.now();
  const url = `http://127.0.0.1:${port}${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init });
  const sent = await response.text();
  const body = sent.startsWith('{') ? JSON.parse(sent) : sent;
  return { status: response.status, headers: response.headers, body, milliseconds: Date.now() - began };
}

/** The admin of a new tenant, and the requests that they make. */
export class TenantAdmin {
  private constructor(
    private readonly port: number,
    readonly tenantId: string,
    private readonly token: string,
    readonly pageId: string,
  ) {}

  static async register(port: number, subdomain: string): Promise<TenantAdmin> {
    const tenant = { name: subdomain, businessName: subdomain, businessType: 'Plumbing', subdomain };
    const login = { email: `${subdomain}@example.com`, password: `correct horse ${subdomain}` };
    const { status, body } = await post(port, '/api/auth/register', { ...login, name: 'Pat', tenant });
    if (status !== 201) throw new Error(JSON.stringify(body));
    const { accessToken, activeTenantId: tenantId } = body.data;
    const headers = { authorization: `Bearer ${accessToken}` };
    const pages = `/api/tenants/${tenantId}/pages`;
    const made = await until(async () => (await ask(port, pages, { headers })).body.data.items[0], 20_000);
    return new TenantAdmin(port, tenantId, accessToken, made.id);
  }

  read(path = `/pages/${this.pageId}`): Promise<Answer> {
    return this.send('GET', path);
  }

  /** The same by an API key, which outlives access tokens. */
  async withKey(permissions: readonly string[]): Promise<TenantAdmin> {
    const { body } = await this.send('POST', '/api-keys', {
      name: 'Chaos',
      permissions,
      rateLimit: 1_000_000,
    });
    return new TenantAdmin(this.port, this.tenantId, body.data.key, this.pageId);
  }

  send(method: string, path: string, body?: object, more: Record<string, string> = {}): Promise<Answer> {
    const isForm = body instanceof FormData;
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      ...more,
    };
    const sent = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) };
    return ask(this.port, `/api/tenants/${this.tenantId}${path}`, { method, headers, ...sent });
  }

  /** Changes the page; by its id the request is found in the audit log. */
  write(requestId: string, title = requestId): Promise<Answer> {
    return this.send('PUT', `/pages/${this.pageId}`, { title }, { 'x-request-id': requestId });
  }

  /** Request id → how many entries of the audit log name it. */
  async audited(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { requestId } of await this.all('/audit-logs', 'cursor')) {
      counts.set(requestId, (counts.get(requestId) ?? 0) + 1);
    }
    return counts;
  }

  /** A whole log, by pages of a hundred. @param parameter by which the next page is asked for */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever form
  async all(path: string, parameter: 'cursor' | 'after'): Promise<any[]> {
    const items = [];
    let next = '';
    for (;;) {
      const { status, body } = await this.read(`${path}?limit=100${next}`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      items.push(...body.data.items);
      const { hasNext, nextCursor } = body.data.pagination;
      if (!hasNext) return items;
      next = `&${parameter}=${nextCursor}`;
    }
  }
}

export function post(port: number, path: string, body: object, more: Record<string, string> = {}) {
  const headers = { 'content-type': 'application/json', ...more };
  return ask(port, path, { method: 'POST', headers, body: JSON.stringify(body) });
}

interface Writes {
  /** Of the request ids, which have to differ from those of all other writes. */
  prefix: string;
  count: number;
  /** How many are sent at once. */
  concurrency: number;
  /** Called after each answer. */
  onAnswer?(answered: number): Promise<void>;
}

/** @returns the status by request id; 0 where there was no answer */
export async function writeMany(
  admin: TenantAdmin,
  { prefix, count, concurrency, onAnswer }: Writes,
): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const id = `${prefix}-${next++}`;
      const answer = await admin.write(id).catch(() => ({ status: 0 }));
      statuses.set(id, answer.status);
      await onAnswer?.(statuses.size);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return statuses;
}
