import { readFile } from 'node:fs/promises';
import { isId, notFound, type ServiceName, SERVICES } from '@siteninja/core';
import { parse, s, type Schema } from '@siteninja/schema';
import { type ApiPath } from '../request/paths';

/** The service that owns a path, and the tenant that the path is about. */
export interface Route {
  service: ServiceName;
  /** Null where the path names no tenant, or its segment is no id. */
  tenantId: string | null;
}

/** Tells services apart by the first segment of a path, or the one after `/tenants/:tenantId`. @throws not_found */
export type RouteTable = (path: ApiPath) => Route;

export type OpenApiDocument = Record<string, unknown>;

/** @throws where there is no document; the message says how to make it */
export async function readDocument(file: string): Promise<OpenApiDocument> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`There is no OpenAPI document at ${file}: npm run build writes it.`, { cause });
  }
  return valid(s.anyObject(), JSON.parse(text), file);
}

function valid<T>(schema: Schema<T>, value: unknown, what: string): T {
  const checked = parse(schema, value);
  if ('errors' in checked) throw new Error(`${what} is not valid: ${JSON.stringify(checked.errors)}`);
  return checked.value;
}

/** First segments that are never proxied, whatever the document says. */
const PRIVATE = new Set(['internal', 'metrics']);

/** Reads the table from the document. @throws where the document gives one segment to two services */
export function createRouteTable(document: OpenApiDocument): RouteTable {
  const first = new Map<string, ServiceName>();
  const ofTenant = new Map<string, ServiceName>();
  const add = (table: Map<string, ServiceName>, segment: string, service: ServiceName): void => {
    const known = table.get(segment);
    if (known !== undefined && known !== service) {
      throw new Error(`/${segment} belongs to both ${known} and ${service}.`);
    }
    table.set(segment, service);
  };
  const paths = valid(s.record(s.record(s.unknown())), document.paths, 'paths of the OpenAPI document');
  for (const [path, operations] of Object.entries(paths)) {
    for (const operation of Object.values(operations)) {
      const { 'x-service': owner } = valid(s.anyObject(), operation, path);
      const service = valid(s.enum(...SERVICES), owner, `x-service of ${path}`);
      const [head = '', , segment] = path.split('/').filter(Boolean);
      if (head === 'tenants') add(ofTenant, segment ?? '', service);
      else if (!PRIVATE.has(head)) add(first, head, service);
    }
  }
  return ({ segments }) => {
    const [head = '', tenantId, segment = ''] = segments;
    const service = head === 'tenants' ? ofTenant.get(segment) : first.get(head);
    if (service === undefined) throw notFound('route');
    const namesTenant = head === 'tenants' && tenantId !== undefined && isId(tenantId);
    return { service, tenantId: namesTenant ? tenantId : null };
  };
}
