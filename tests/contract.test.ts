import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentOfProduct } from '../deploy/local/src/document';
import { calls } from '../libs/contracts/src';
import { type Caller, newId, PERMISSIONS, type Permission, ROLE_PERMISSIONS, ROLES } from '../libs/core/src';
import { type RouteFacts } from '../libs/http/src';
import { toJsonSchema } from '../libs/schema/src';
import { callers, type TestService } from '../libs/testing/src';
import { callerFor, pathIn, TESTED } from './definitions';

type Running = Pick<TestService<unknown>, 'as' | 'plainly' | 'events' | 'stop'>;

const ownTenant = newId();
const isPermission = (allow: RouteFacts['allow']): allow is Permission =>
  typeof allow === 'string' && PERMISSIONS.some((known) => known === allow);

/** `it.each` that is content with nothing to do: not every service has routes of every kind. */
function each<T extends { title: string }>(
  rows: T[],
): (title: string, test: (row: T) => Promise<void> | void) => void {
  return (title, test) => {
    for (const row of rows) it(title.replace('$title', row.title), async () => test(row));
  };
}

const send = (running: Running, caller: Caller | null, route: RouteFacts, tenantId = ownTenant) => {
  const requests = caller === null ? running.plainly : running.as(caller);
  return requests[route.method](pathIn(route, tenantId));
};

/** Routes that change nothing worth an event, or whose events are told elsewhere. */
const WITHOUT_EVENT = new Set([
  'post /auth/refresh',
  'post /auth/email/resend',
  'post /auth/password/forgot',
  'post /test/clock',
  'put /internal/storage-usage',
  'post /auth/switch',
  'post /auth/mfa/setup',
  'post /auth/passkeys/options',
  'post /auth/passkeys/login/options',
  'post /tenants/:tenantId/assets/presign',
  'put /assets/:tenantId/:assetId/upload',
  'post /tenants/:tenantId/pages/:pageId/preview',
  'post /tenants/:tenantId/releases/:releaseId/preview',
  'post /tenants/:tenantId/subscription/portal',
  'post /tenants/:tenantId/webhooks/:webhookId/test',
  'post /tenants/:tenantId/webhooks/:webhookId/deliveries/:deliveryId/redeliver',
  'post /tenants/:tenantId/webhooks/:webhookId/replay',
  'post /internal/grants',
  'post /internal/key-usage',
  'post /internal/api-requests',
  'post /internal/memberships',
  'put /internal/audit-checkpoints/:chain',
  'put /internal/audit-checkpoints/:chain/start',
  'put /internal/tenants/:tenantId',
  'post /internal/tenant-reservations',
  'post /internal/business-types',
  'delete /internal/tenants/:tenantId/reservation',
  'put /internal/erasures/:tenantId/receipt',
  'post /internal/tenants/:tenantId/domain-warnings',
  'put /internal/imports/:importId',
  'put /internal/imports/:importId/assets/:assetId',
  'delete /internal/imports/:importId',
]);

describe.each(TESTED)('the routes of $name', ({ routes, start }) => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running.stop());

  const named = routes.map(({ route }) => ({ title: `${route.method} ${route.path}`, route }));
  const guarded = named.filter(({ route }) => isPermission(route.allow));
  const ofTenants = guarded.filter(({ route }) => route.path.startsWith('/tenants/:tenantId'));

  each(named)(
    '$title answers 401 to whoever carries no identity, or one of another issuer',
    async ({ route }) => {
      expect((await send(running, null, route)).status).toBe(401);
      const forged = send(running, null, route).set('x-siteninja-identity', 'eyJhbGciOiJub25lIn0.e30.');
      expect((await forged.set('x-forwarded-for', '10.0.0.1')).status).toBe(401);
    },
  );

  each(named.filter(({ route }) => route.allow !== 'public'))(
    '$title answers 401 to whoever did not sign in',
    async ({ route }) => {
      const { status, body, headers } = await send(running, callers.anonymous, route);
      expect(status).toBe(401);
      expect(body).toMatchObject({
        success: false,
        code: 'auth.unauthenticated',
        meta: { requestId: 'test' },
      });
      expect(headers['www-authenticate']).toBeDefined();
    },
  );

  each(ofTenants)('$title lets exactly those roles in that its permission is part of', async ({ route }) => {
    for (const role of ROLES) {
      const { status, body } = await send(running, callers[role](ownTenant), route);
      const allowed = isPermission(route.allow) && ROLE_PERMISSIONS[role].has(route.allow);
      expect({ role, refused: status === 403 }).toEqual({ role, refused: !allowed });
      // The tenant is made up: nothing has set up its site.
      expect(status < 500 || body.code === 'site.not_ready').toBe(true);
    }
  });

  each(ofTenants)('$title lets a key in by this permission and no other', async ({ route }) => {
    const { allow } = route;
    if (!isPermission(allow)) throw new Error('The table says otherwise.');
    const others = PERMISSIONS.filter((permission) => permission !== allow);
    expect((await send(running, callers.apiKey(ownTenant, others), route)).status).toBe(403);
    expect((await send(running, callers.apiKey(ownTenant, [allow]), route)).status).not.toBe(403);
  });

  each(ofTenants)(
    '$title is the same 403 to strangers whatever the tenant, before anything is read',
    async ({ route }) => {
      const answers = [];
      for (const caller of [
        callers.nonMember(),
        callers.admin(newId()),
        callers.apiKey(newId(), PERMISSIONS),
      ]) {
        const { status, body } = await send(running, caller, route);
        answers.push({ status, code: body.code, error: body.error });
      }
      const [first] = answers;
      expect(first).toMatchObject({ status: 403, code: 'tenant.forbidden' });
      expect(answers).toEqual([first, first, first]);
      expect((await send(running, callers.superAdmin(), route)).status).toBe(404);
    },
  );

  each(named.filter(({ route }) => route.allow === 'super_admin'))(
    '$title is for the platform alone',
    async ({ route }) => {
      for (const caller of [callers.nonMember(), callers.apiKey(ownTenant, PERMISSIONS)]) {
        expect((await send(running, caller, route)).status).toBe(403);
      }
    },
  );

  each(named.filter(({ route }) => typeof route.allow === 'object'))(
    '$title is for the services it names, and for no client',
    async ({ route }) => {
      for (const caller of [callers.superAdmin(ownTenant), callers.service('billing')]) {
        if (typeof route.allow === 'object' && route.allow.services.includes('billing')) continue;
        expect((await send(running, caller, route)).status).toBe(401);
      }
    },
  );

  // Routes that take no body too: their callers would believe that it counts.
  each(named.filter(({ route }) => route.method !== 'get' && route.bodyType === 'application/json'))(
    '$title refuses what is no JSON, no object, or hostile, by name',
    async ({ route }) => {
      const caller = callerFor(route, ownTenant);
      const raw = (text: string, type = 'application/json') =>
        send(running, caller, route).set('content-type', type).send(text);
      expect((await raw('{"a":')).status).toBe(400);
      expect((await raw('a=b', 'text/raw')).status).toBe(415);
      expect((await raw('[]')).status).toBe(422);
      expect((await raw('{"__proto__":{"admin":true}}')).status).toBe(422);
      expect((await raw(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)).status).toBe(422);
      const unknown = await raw('{"no such field":{"$gt":""}}');
      expect(unknown.status).toBe(422);
      // Of shapes told apart by a field, that field comes first: until it is there no other can be judged.
      const named = unknown.body.details.map(({ field }: { field: string }) => field);
      expect(named.some((field: string) => ['no such field', 'type'].includes(field))).toBe(true);
    },
  );

  each(named)(
    '$title names the event of what it changes, or is known to change nothing',
    ({ title, route }) => {
      const changes = route.method !== 'get';
      expect(route.emits.length > 0 || !changes || WITHOUT_EVENT.has(title)).toBe(true);
    },
  );

  it('has recorded nothing for all that was refused', async () => {
    const own = (await running.events()).filter(({ tenantId }) => tenantId === ownTenant);
    expect(own).toEqual([]);
  });
});

describe('the calls between services', () => {
  it('every declared call is a route of the service that answers it, and every route under /internal is declared', () => {
    const served = TESTED.flatMap(({ name, routes }) =>
      routes
        .filter(({ route }) => route.path.startsWith('/internal'))
        .map(({ route: { method, path, allow } }) => ({ service: name, method, path, allow })),
    );
    const declared = Object.values(calls).map(({ service, method, path, callers: services }) => ({
      service,
      method,
      path,
      allow: { services },
    }));
    const byPath = (one: { path: string }, other: { path: string }) => one.path.localeCompare(other.path);
    expect(served.sort(byPath)).toEqual(declared.sort(byPath));
  });
});

describe('the OpenAPI document', () => {
  it('is what `npm run build` would write now', () => {
    const committed: unknown = JSON.parse(readFileSync(resolve(__dirname, '../api/openapi.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(documentOfProduct())));
  });

  it('names a service and a summary for every operation, and each operation once', () => {
    const paths = documentOfProduct().paths as Record<string, Record<string, Record<string, unknown>>>;
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of operations) {
      expect(operation).toMatchObject({ 'x-service': expect.any(String), summary: expect.any(String) });
    }
  });

  it('takes the tenant of a registration as POST /tenants takes it', () => {
    const bodyOf = (path: string) =>
      TESTED.flatMap(({ routes }) => routes).find(
        ({ route }) => route.method === 'post' && route.path === path,
      )?.route.body;
    const [registration, tenant] = [bodyOf('/auth/register'), bodyOf('/tenants')];
    if (!registration || !tenant) throw new Error('One of the two routes is gone.');
    const { $defs, ...schema } = toJsonSchema(tenant);
    expect(toJsonSchema(registration)).toMatchObject({ $defs, properties: { tenant: schema } });
  });

  it('lists the routes whose handlers write their answers themselves', () => {
    const raw = TESTED.flatMap(({ name, routes }) =>
      routes
        .filter(({ route }) => route.returns.form === 'raw')
        .map(({ route }) => `${name}: ${route.method} ${route.path}`),
    );
    expect(raw.sort()).toEqual([
      'asset: get /assets/:tenantId/:assetId/:file',
      'asset: get /internal/assets/:assetId/original',
      'content: get /tenants/:tenantId/export',
      'content: get /tenants/:tenantId/submissions/export',
      'integration: get /tenants/:tenantId/audit-logs/export',
    ]);
  });
});
