import { readFile } from 'node:fs/promises';
import { DomainError, isId, notFound } from '@siteninja/core';
import { SERVICES, type ServiceName } from '@siteninja/http';
import { parse, s, type Schema } from '@siteninja/schema';
import { type ApiPath } from '../request/paths';

/** Where a request goes, and the tenant that it is about. */
export interface Destination {
  service: ServiceName;
  /** Null where the path names none, or something that cannot be one. */
  tenantId: string | null;
}

/** The services' routes, as far as the gateway knows them: the first segment says whose one is. */
export type RouteTable = (path: ApiPath) => Destination;

export type OpenApiDocument = Record<string, unknown>;

/** @throws a sentence that says how to make the document, where there is none */
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

/** Never reached from outside, whatever a document says. */
const PRIVATE = new Set(['internal', 'metrics']);

/** @throws where the document gives one segment to two services */
export function routeTable(document: OpenApiDocument): RouteTable {
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
    return { service, tenantId: head === 'tenants' ? knownId(tenantId) : null };
  };
}

function knownId(id: string | undefined): string | null {
  return id !== undefined && isId(id) ? id : null;
}

/** What only looks like a request, so that two servers could read it differently. @throws malformed */
export function refuseSmuggling(method: string, transferEncoding: string | undefined): void {
  if (transferEncoding !== undefined && ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(method)) {
    throw new DomainError(
      'malformed',
      'request.transfer_encoding',
      `A ${method} request cannot have a Transfer-Encoding.`,
    );
  }
}
