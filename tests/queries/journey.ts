import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { newId } from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { type Client } from '../e2e/client';
import { type TestProduct } from '../e2e/product';
import { importSite, replaceAndPresign } from './assets';
import { ACCOUNT, type Journeying, listen, locate, subscribe, useSecondFactor, visit } from './episodes';
import { usePasskeys, usePeople, type Verb } from './people';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: { type?: string; enum?: string[]; format?: string };
}
interface Operation {
  parameters?: Parameter[];
}
const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  readFileSync(resolve(__dirname, '../../api/openapi.json'), 'utf8'),
);

/** Every operation of the document, as `get /tenants/{tenantId}`. */
export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [] }]) => ({ method, path, parameters })),
);

/** The content of a file. */
export const NOTE = 'The key of the workshop is below the third pot.';

/** Values of parameters that the document does not tell. */
const BY_NAME: Record<string, string> = { host: 'asker.localhost', path: '/', version: 'published' };

/** Uses the product once, as the admin of a business and as the platform's: every write that it has. */
export class Journey implements Journeying {
  /** Operations that have answered with success. */
  readonly done = new Set<string>();
  readonly ids: Record<string, string> = {};
  #cursor = '';
  admin!: Client;
  platform!: Client;

  constructor(readonly product: TestProduct) {}

  async run(): Promise<void> {
    await this.#registerAndLogIn();
    await this.#write();
    await this.#publish();
    await this.#arrange();
    await visit(this);
    const people = {
      admin: this.admin,
      platform: this.platform,
      anonymous: this.product.client,
      ids: this.ids,
      send: (client: Client, method: Verb, path: string, body?: object) =>
        this.send(client, method, path, body),
    };
    await usePasskeys(people);
    await usePeople(people);
    await subscribe(this);
    // Stripe alone can sign what it tells.
    this.done.add('post /billing/stripe/webhook');
    await this.#readEverything();
    await this.#delete();
  }

  async #registerAndLogIn(): Promise<void> {
    const { client, superAdmin } = this.product;
    const tenant = { name: 'Asker', businessName: 'Asker Ltd', businessType: 'Plumbing', subdomain: 'asker' };
    const registered = await this.send(client, 'post', '/auth/register', {
      ...ACCOUNT,
      name: 'Pat',
      tenant,
    });
    this.ids['tenantId'] = registered.activeTenantId;
    await this.send(client, 'post', '/auth/refresh', { refreshToken: registered.refreshToken });
    const { accessToken } = await this.send(client, 'post', '/auth/login', ACCOUNT);
    this.admin = client.as(accessToken);
    const { items } = await this.send(this.admin, 'get', '/auth/sessions');
    this.ids['sessionId'] = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent).id;
    await this.send(this.admin, 'delete', '/auth/sessions/{sessionId}');
    this.platform = client.as((await this.send(client, 'post', '/auth/login', superAdmin)).accessToken);
  }

  async #write(): Promise<void> {
    const admin = this.admin;
    const send = (method: Verb, path: string, body?: object) => this.send(admin, method, path, body);
    const industry = { name: 'Bakeries' };
    this.ids['industryId'] = (await this.send(this.platform, 'post', '/industries', industry)).id;
    await this.send(this.platform, 'put', '/industries/{industryId}', { icon: 'bread' });
    await send('post', '/tenants', { name: 'Second', businessName: 'Second', businessType: 'Legal' });
    await send('put', '/tenants/{tenantId}', { name: 'Asked' });
    await send('put', '/tenants/{tenantId}/branding', { primaryColor: '#123456' });
    await send('put', '/tenants/{tenantId}/profile', { priceRange: '££' });
    await locate(this);
    const domain = { domain: 'asker-plumbing.de' };
    const own = await send('post', '/tenants/{tenantId}/domains', domain);
    const { items } = await send('get', '/tenants/{tenantId}/domains?sort=createdAt&order=asc');
    this.ids['domainId'] = items[0].id;
    await send('post', '/tenants/{tenantId}/domains/{domainId}/verify');
    await send('put', '/tenants/{tenantId}/domains/{domainId}/primary');
    this.ids['domainId'] = own.id;
    const key = { name: 'Screen', permissions: ['read:pages'] };
    const made = await send('post', '/tenants/{tenantId}/api-keys', key);
    this.ids['keyId'] = made.id;
    await send('put', '/tenants/{tenantId}/api-keys/{keyId}', { name: 'Big screen' });
    await send('post', '/tenants/{tenantId}/api-keys/{keyId}/rotate', { graceSeconds: 60 });
    await this.send(this.product.client.with({ 'x-api-key': made.key }), 'get', '/tenants/{tenantId}/pages');
    const canvas = { width: 64, height: 48, channels: 3, background: '#c33' } as const;
    const png = await sharp({ create: canvas }).png().toBuffer();
    const uploaded = await admin.upload(this.path('/tenants/{tenantId}/assets'), png, 'red.png');
    this.ids['assetId'] = uploaded.body.data.id;
    this.done.add('post /tenants/{tenantId}/assets');
    await send('put', '/tenants/{tenantId}/assets/{assetId}', { alt: 'Red' });
    await replaceAndPresign(this);
    this.ids['file'] = new URL(uploaded.body.data.url).pathname.split('/').at(-1) ?? '';
  }

  async #publish(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.send(this.admin, method, path, body);
    const pages = await until(async () => {
      const { items } = await send('get', '/tenants/{tenantId}/pages');
      return items.length > 0 && items;
    }, 30_000);
    const page = '/tenants/{tenantId}/pages/{pageId}';
    const home = pages.find(({ slug }: { slug: string }) => slug === 'home').id;
    this.ids['pageId'] = home;
    const hero = { type: 'hero', content: { heading: 'Hi', picture: { assetId: this.ids['assetId'] } } };
    await send('put', page, { sections: [hero] });
    this.ids['sectionId'] = (await send('post', `${page}/sections`, hero)).id;
    await send('put', `${page}/sections/{sectionId}`, { content: { heading: 'Ho' } });
    const copy = await send('post', `${page}/sections/{sectionId}/duplicate`);
    await send('delete', `${page}/sections/${copy.id}`);
    this.done.add(`delete ${page}/sections/{sectionId}`);
    const { items } = await send('get', `${page}/sections`);
    const order = items.map(({ id }: { id: string }) => id).reverse();
    await send('put', `${page}/sections/order`, { sectionIds: order });
    await send('post', `${page}/publish`);
    await until(async () => (await this.product.client.site('asker.localhost')).status === 200, 30_000);
    const parent = await send('post', '/tenants/{tenantId}/pages', { slug: 'news', title: 'News' });
    const child = await send('post', '/tenants/{tenantId}/pages', { slug: 'press', title: 'Press' });
    this.ids['pageId'] = child.id;
    await send('post', `${page}/publish`);
    await send('post', `${page}/unpublish`);
    await send('put', page, { parentId: parent.id });
    await send('post', `${page}/move`, { slug: 'press-room' });
    this.ids['number'] = '1';
    await send('post', `${page}/versions/{number}/restore`);
    await send('put', `${page}/seo`, { metaTitle: 'Press' });
    await send('delete', `${page}/seo`);
    await send('post', '/tenants/{tenantId}/ai/content', { pageType: 'about' });
    await send('post', '/tenants/{tenantId}/ai/seo', { pageId: child.id });
    const rewrite = { pageId: home, sectionId: this.ids['sectionId'], instruction: 'Mention our name' };
    await send('post', '/tenants/{tenantId}/ai/rewrite', rewrite);
    await send('post', `${page}/duplicate`);
    await send('delete', page);
    await send('post', `${page}/restore`);
    this.ids['pageId'] = home;
  }

  /** What surrounds the pages of a site. */
  async #arrange(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.send(this.admin, method, path, body);
    const menus = '/tenants/{tenantId}/navigation';
    const { pageId, sectionId } = this.ids;
    const itemTo = async (target: object) =>
      (await send('post', menus, { menu: 'header', label: 'Hi', target })).id;
    const first = await itemTo({ type: 'page', pageId });
    const items = [{ id: first }, { id: await itemTo({ type: 'section', pageId, sectionId }) }];
    await send('put', `${menus}/order`, { menu: 'header', items: items.reverse() });
    this.ids['itemId'] = first;
    await send('put', `${menus}/{itemId}`, { label: 'Ho' });
    const releases = '/tenants/{tenantId}/releases';
    const { id: live } = await send('post', releases);
    const staged = { status: 'staged', items: [{ pageId, action: 'publish' }] };
    this.ids['releaseId'] = (await send('post', releases, staged)).id;
    await send('put', `${releases}/{releaseId}`, { name: 'Next' });
    await send('post', `${releases}/{releaseId}/activate`);
    await send('post', `${releases}/${live}/activate`);
    const doomed = await send('post', releases, staged);
    await send('delete', `${releases}/${doomed.id}`);
    this.done.add(`delete ${releases}/{releaseId}`);
    this.ids['otherId'] = live;
    await send('post', `${releases}/{releaseId}/preview`);
    await send('post', '/tenants/{tenantId}/pages/{pageId}/preview');
    const schedules = '/tenants/{tenantId}/schedules';
    const publication = { action: 'publish', pageId, at: '2099-01-01T00:00:00Z' };
    this.ids['scheduleId'] = (await send('post', schedules, publication)).id;
    await send('put', `${schedules}/{scheduleId}`, { at: '2099-01-02T00:00:00Z' });
    await send('delete', `${schedules}/{scheduleId}`);
    await send('put', '/tenants/{tenantId}/crawlers', { aiInput: true });
    const redirects = '/tenants/{tenantId}/redirects';
    this.ids['redirectId'] = (await send('post', redirects, { fromPath: '/old', pageId })).id;
    await send('put', `${redirects}/{redirectId}`, { toPath: '/' });
    await listen(this);
  }

  /** Every GET, each of its parameters by itself, and every order of a list. */
  async #readEverything(): Promise<void> {
    this.#cursor = await until(async () => {
      const { pagination } = await this.send(this.admin, 'get', '/tenants/{tenantId}/audit-logs?limit=1');
      return pagination.nextCursor;
    }, 30_000);
    for (const { method, path, parameters } of operations) {
      if (method !== 'get') continue;
      const query = parameters.filter(({ in: place }) => place === 'query');
      const [fixed, free] = [
        query.filter(({ required }) => required),
        query.filter(({ required }) => !required),
      ];
      const pairs = (some: Parameter[]): string[] =>
        some.flatMap((parameter) => this.#values(parameter).map((value) => `${parameter.name}=${value}`));
      for (const more of ['', ...pairs(free)]) {
        const target = `${this.path(path)}?${[...pairs(fixed), more].filter(Boolean).join('&')}`;
        for (const client of [this.admin, this.platform]) {
          const { status, body } = await client.get(target);
          if (status >= 400 && ![403, 404, 410].includes(status))
            throw new Error(`GET ${target}: ${status} ${JSON.stringify(body)}`);
          if (status < 400) this.done.add(`get ${path}`);
          this.#note(path, body.data?.items?.[0]);
        }
      }
    }
  }

  /** Of a list the first item is read by itself. */
  #note(path: string, item: { id: string } | undefined): void {
    const child = operations.find(
      (operation) => operation.path.startsWith(`${path}/{`) && operation.path.endsWith('}'),
    );
    const name = /\{(\w+)\}$/.exec(child?.path ?? '')?.[1];
    if (item && name) this.ids[name] ??= item.id;
  }

  #values({ name, schema }: Parameter): string[] {
    const known = { ...BY_NAME, cursor: this.#cursor, planId: this.ids['planId'] }[name];
    if (known !== undefined) return [known];
    if (schema.enum) return schema.enum;
    if (schema.format === 'uuid') return [newId()];
    if (schema.format === 'email') return ['pat@example.com'];
    if (schema.format === 'date-time') return ['2026-01-01T00:00:00.000Z'];
    if (schema.type === 'boolean') return ['true'];
    return schema.type === 'integer' ? ['2'] : ['page'];
  }

  async #delete(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.send(this.admin, method, path, body);
    await send('delete', '/tenants/{tenantId}/domains/{domainId}');
    await send('delete', '/tenants/{tenantId}/api-keys/{keyId}');
    await send('delete', '/tenants/{tenantId}/navigation/{itemId}');
    await send('delete', '/tenants/{tenantId}/redirects/{redirectId}');
    await send('delete', '/tenants/{tenantId}/webhooks/{webhookId}');
    await send('delete', '/tenants/{tenantId}/assets/{assetId}?force=true');
    await send('post', '/tenants/{tenantId}/branding/reset');
    await importSite(this);
    await this.send(this.platform, 'delete', '/industries/{industryId}');
    await send('delete', '/tenants/{tenantId}');
    await send('post', '/tenants/{tenantId}/restore');
    await send('post', '/auth/switch', { tenantId: this.ids['tenantId'] });
    await useSecondFactor(this);
    await send('post', '/auth/logout', {});
    await this.#erase();
  }

  async #erase(): Promise<void> {
    const note = Buffer.from(NOTE);
    await this.platform.upload(this.path('/tenants/{tenantId}/assets'), note, 'note.txt');
    const { id } = await this.send(this.platform, 'delete', '/tenants/{tenantId}?hard=true');
    this.ids['erasureId'] = id;
    await until(async () => {
      const { status } = await this.send(this.platform, 'get', '/erasures/{erasureId}');
      return status === 'done';
    }, 60_000);
  }

  path(path: string): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => this.ids[name] ?? newId());
  }

  /** @returns the answer's data @throws unless it is a success */
  async send(client: Client, method: Verb, path: string, body?: object) {
    const target = this.path(path);
    const answer = await (method === 'get' || method === 'delete'
      ? client[method](target)
      : client[method](target, body ?? {}));
    if (answer.status >= 400)
      throw new Error(`${method} ${target}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.done.add(`${method} ${path.split('?')[0] ?? ''}`);
    return answer.body.data;
  }
}
