import { type Response } from 'supertest';
import { newId, PERMISSIONS, ROLE_PERMISSIONS } from '../../libs/core/src';
import { type RouteFacts } from '../../libs/http/src';
import { TESTED } from '../definitions';
import { type Business, openBusiness } from './business';
import { type Client } from './client';
import { expiredToken } from './expired-token';
import { bodyOf, foreignFields, foreignQueries, nameOf, ownedParams, SHARED } from './foreign-ids';
import { startTestProduct, type TestProduct } from './product';
import { rowsWhenQuiet } from './rows';

const routes = TESTED.flatMap((service) => service.routes.map(({ route }) => route))
  .filter(({ path }) => !path.startsWith('/internal'))
  .map((route) => ({ name: nameOf(route), route }));
const ofTenants = routes.filter(({ route }) => route.path.startsWith('/tenants/:tenantId'));

let product: TestProduct;
/** Whose data somebody else is after, and who that is. */
let victim: Business;
let other: Business;
/** Members and keys of the victim, by what they may not do. */
let viewer: Client;
let editor: Client;
let pageReader: Client;
let allButPages: Client;
let expired: Client;
/** The other's, who may do all that a tenant lets anybody do. */
let otherKey: Client;
let platform: Client;
let before: string;
/** Others of the same tenant than those whose children `ids` names. */
const parents: Record<string, string> = {};

beforeAll(async () => {
  product = await startTestProduct();
  const signedIn = await product.client.post('/auth/login', product.superAdmin);
  platform = product.client.as(signedIn.body.data.accessToken);
  victim = await openBusiness(product, 'vermilion');
  other = await openBusiness(product, 'other');
  viewer = await memberOf(victim, 'viewer');
  editor = await memberOf(victim, 'editor');
  pageReader = await keyOf(victim, ['read:pages']);
  allButPages = await keyOf(
    victim,
    PERMISSIONS.filter((permission) => permission !== 'read:pages'),
  );
  otherKey = await keyOf(other, PERMISSIONS);
  expired = product.client.as(await expiredToken(product, victim.userId));
  const page = await other.admin.post(`/tenants/${other.tenantId}/pages`, {
    slug: 'parent',
    title: 'Parent',
  });
  parents['pageId'] = page.body.data.id;
  const listener = { url: 'https://other.example.invalid/', events: ['page.created'] };
  const webhook = await other.admin.post(`/tenants/${other.tenantId}/webhooks`, listener);
  parents['webhookId'] = webhook.body.data.id;
  before = await rowsWhenQuiet(product, victim);
}, 300_000);
afterAll(() => product.stop(), 30_000);

async function memberOf({ admin, tenantId }: Business, role: string): Promise<Client> {
  const account = { email: `${role}@vermilion.example`, password: 'a quiet harbour at dawn' };
  await admin.post(`/tenants/${tenantId}/users`, { ...account, role });
  return product.client.as((await product.client.post('/auth/login', account)).body.data.accessToken);
}

async function keyOf({ admin, tenantId }: Business, permissions: readonly string[]): Promise<Client> {
  const { body } = await admin.post(`/tenants/${tenantId}/api-keys`, { name: 'Key', permissions });
  return product.client.with({ 'x-api-key': body.data.key });
}

const fill = (path: string, ids: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => {
    const id = name === 'token' ? 'none' : ids[name];
    if (id === undefined) throw new Error(`openBusiness() makes nothing for :${name}.`);
    return id;
  });

/** What an answer says, without what differs each time: `asked` is the id that it was asked for. */
function saidOf({ status, body }: Response, ...asked: string[]): object {
  const { meta: _, ...said } = Object(body);
  const text = asked.reduce((left, id) => left.replaceAll(id, 'the id'), JSON.stringify(said));
  return { status, ...JSON.parse(text) };
}

function send(client: Client, route: RouteFacts, path: string, body?: object): Promise<Response> {
  const { method, bodyType } = route;
  if (bodyType === 'multipart/form-data') return client.upload(path, Buffer.from('text'), 'notes.txt');
  return method === 'get' || method === 'delete' ? client[method](path) : client[method](path, body ?? {});
}

const QUERIES: Record<string, string> = {
  '/public/forms': 'host=other.localhost',
  '/public/': 'host=other.localhost&path=/',
  '/test/mails': 'to=a@b.example',
  '/subscription/preview': `planId=${newId()}`,
};
const queryOf = ({ path }: RouteFacts): string =>
  Object.entries(QUERIES).find(([part]) => path.includes(part))?.[1] ?? '';

/** @throws where an answer shows anything of the victim that the request has not named */
function assertNoLeak({ text = '' }: Response, request: string): void {
  const secrets = Object.entries(victim.ids).filter(
    ([name, id]) => !SHARED.includes(name) && !request.includes(id),
  );
  for (const secret of ['vermilion', victim.userId, ...secrets.map(([, id]) => id)]) {
    expect(text.toLowerCase().includes(secret) ? text : '').toBe('');
  }
}

describe('every route is closed to whoever may not use it', () => {
  it.each(routes.filter(({ route }) => route.allow !== 'public'))('$name', async ({ route }) => {
    const path = fill(route.path, victim.ids);
    const refused: [who: string, client: Client, status: number][] = [
      ['nobody', product.client, 401],
      ['an expired token', expired, 401],
    ];
    const { allow } = route;
    if (allow === 'user' || allow === 'super_admin') refused.push(['a key', allButPages, 403]);
    if (allow === 'super_admin')
      refused.push(['an admin', other.admin, 403], ['an editor', editor, 403], ['a viewer', viewer, 403]);
    if (route.path.startsWith('/tenants/:tenantId')) {
      const may = (role: 'viewer' | 'editor') => [...ROLE_PERMISSIONS[role]].some((held) => held === allow);
      if (!may('viewer')) refused.push(['a viewer', viewer, 403]);
      if (!may('editor')) refused.push(['an editor', editor, 403]);
      refused.push(
        ['a key without the scope', allow === 'read:pages' ? allButPages : pageReader, 403],
        ['a key of another tenant', otherKey, 403],
        ['an admin of another tenant', other.admin, 403],
      );
    }
    for (const [who, client, status] of refused) {
      const answer = await send(client, route, path, bodyOf(route, victim));
      expect({ who, status: answer.status }).toEqual({ who, status });
      assertNoLeak(answer, path);
    }
  });
});

describe("an id of somebody else's is one that never existed", () => {
  const withIds = routes.filter(
    ({ route }) => route.allow !== 'super_admin' && ownedParams(route).some((name) => name !== 'tenantId'),
  );
  it.each(withIds)('$name in the path', async ({ route }) => {
    const params = ownedParams(route).filter((name) => name !== 'tenantId');
    const body = bodyOf(route, other);
    const ask = (client: Client, ids: Record<string, string>) => {
      const path = `${fill(route.path, { ...other.ids, ...ids })}?${queryOf(route)}`;
      return send(client, route, path, body).then((answer) => ({ answer, path }));
    };
    const clients = route.path.startsWith('/tenants/') ? [other.admin, otherKey, platform] : [other.admin];
    for (const names of params.length > 1 ? [...params.map((name) => [name]), params] : [params]) {
      const idsOf = (of: (name: string) => string | undefined) =>
        Object.fromEntries(names.map((name) => [name, of(name) ?? '']));
      const madeUp = await ask(other.admin, idsOf(newId));
      for (const client of clients) {
        const { answer, path } = await ask(
          client,
          idsOf((name) => victim.ids[name]),
        );
        expect(saidOf(answer)).toEqual(saidOf(madeUp.answer));
        // Who may send an announced file is said by the signature of its address.
        const status = route.path.endsWith('/upload') ? 403 : 404;
        expect({ names, ...saidOf(answer) }).toMatchObject({ names, status });
        assertNoLeak(answer, path);
      }
    }
  });

  it.each(routes.flatMap(({ name, route }) => foreignFields(route).map((row) => ({ name, route, ...row }))))(
    '$name in $field',
    async ({ route, param, body }) => {
      const path = fill(route.path, other.ids);
      const [id, noId] = [victim.ids[param] ?? '', newId()];
      const theirs = await send(other.admin, route, path, body(id, other.ids));
      const madeUp = await send(other.admin, route, path, body(noId, other.ids));
      expect(saidOf(theirs, id)).toEqual(saidOf(madeUp, noId));
      expect(saidOf(theirs)).toMatchObject({ status: 422 });
    },
  );

  it.each(
    ofTenants.flatMap(({ name, route }) => foreignQueries(route).map((query) => ({ name, route, ...query }))),
  )('$name by ?$query=', async ({ route, query, param }) => {
    const ask = (id: string) => other.admin.get(`${fill(route.path, other.ids)}?${query}=${id}`);
    const [theirs, madeUp] = [await ask(victim.ids[param] ?? ''), await ask(newId())];
    expect(theirs.status).toBe(200);
    expect(saidOf(theirs)).toEqual(saidOf(madeUp));
  });

  const nested = ofTenants.filter(({ route }) => ownedParams(route).length > 2);
  it.each(nested.filter(({ route }) => !route.path.includes('/diff/')))(
    '$name below another parent of the same tenant',
    async ({ route }) => {
      const [, parent = ''] = ownedParams(route);
      const path = fill(route.path, { ...other.ids, [parent]: parents[parent] ?? '' });
      const answer = await send(other.admin, route, path, bodyOf(route, other));
      expect(saidOf(answer)).toMatchObject({ status: 404 });
    },
  );
});

describe('what one may read holds nothing of others', () => {
  it.each(routes.filter(({ route }) => route.method === 'get' && route.allow !== 'super_admin'))(
    '$name',
    async ({ route }) => {
      const path = `${fill(route.path, other.ids)}?${queryOf(route)}`;
      for (const client of route.allow === 'public' ? [product.client] : [other.admin, otherKey]) {
        const answer = await client.get(path);
        expect(answer.status).toBeLessThan(500);
        assertNoLeak(answer, path);
      }
    },
  );
});

it('nothing of the other tenant has changed by all that', async () => {
  expect(await rowsWhenQuiet(product, victim)).toBe(before);
});
