interface Entry {
  method: string;
  path: string;
  returns: { form: string };
  cached?: boolean;
}

/** @throws where the answers of a route that wants them kept are not what can be kept of a tenant */
export function isCached({ method, path, returns: { form }, cached = false }: Entry): boolean {
  const isOfTenant = method === 'get' && path.startsWith('/tenants/:tenantId');
  if (cached && !(isOfTenant && (form === 'one' || form === 'list'))) {
    throw new Error(`${method} ${path} answers no JSON about a tenant, so that cannot be kept.`);
  }
  return cached;
}
