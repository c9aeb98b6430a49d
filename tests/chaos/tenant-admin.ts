import { until } from '../../libs/testing/src';

export interface Answer {
  status: number;
  headers: Headers;
  // Of whatever form; the tests say what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  milliseconds: number;
}

/** One request. @throws where there is no answer within 10 s */
export async function ask(port: number, path: string, init: RequestInit = {}): Promise<Answer> {
  const began = Date.now();
  const url = `http://127.0.0.1:${port}${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init });
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
    const headers = { authorization: `Bearer ${this.token}` };
    return ask(this.port, `/api/tenants/${this.tenantId}${path}`, { headers });
  }

  /** Changes the page; by its id the request is found in the audit log. */
  write(requestId: string, title = requestId): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'x-request-id': requestId,
    };
    const body = JSON.stringify({ title });
    const path = `/api/tenants/${this.tenantId}/pages/${this.pageId}`;
    return ask(this.port, path, { method: 'PUT', headers, body });
  }

  /** Request id → how many entries of the audit log name it, for the changes of the page. */
  async audited(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    let cursor = '';
    do {
      const { status, body } = await this.read(`/audit-logs?limit=100&action=page.update${cursor}`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      for (const { requestId } of body.data.items) counts.set(requestId, (counts.get(requestId) ?? 0) + 1);
      const { nextCursor } = body.data.pagination;
      cursor = nextCursor ? `&cursor=${nextCursor}` : '';
    } while (cursor);
    return counts;
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
