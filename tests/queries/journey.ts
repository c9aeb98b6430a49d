import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { newId } from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { totpCode } from '../../services/identity/src/test-support';
import { type Client } from '../e2e/client';
import { type TestProduct } from '../e2e/product';
import { usePeople, type Verb } from './people';

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

/** Values of parameters that the document does not tell. */
/** How far the product's clock is ahead once it has been moved. */
const ADVANCED_SECONDS = 60;

const BY_NAME: Record<string, string> = { host: 'asker.localhost', path: '/', version: 'published' };

const ACCOUNT = { email: 'asker@example.com', password: 'correct horse asker' };

/** Uses the product once, as the admin of a business and as the platform's: every write that it has. */
export class Journey {
  /** Operations that have answered with success. */
  readonly done = new Set<string>();
  readonly ids: Record<string, string> = {};
  #cursor = '';
  #admin!: Client;
  #platform!: Client;

  constructor(private readonly product: TestProduct) {}

  async run(): Promise<void> {
    await this.#registerAndLogIn();
    await this.#write();
    await this.#publish();
    await this.#arrange();
    await this.#visit();
    await usePeople({
      admin: this.#admin,
      platform: this.#platform,
      anonymous: this.product.client,
      ids: this.ids,
      send: (client, method, path, body) => this.#send(client, method, path, body),
    });
    await this.#subscribe();
    await this.#readEverything();
    await this.#delete();
  }

  async #registerAndLogIn(): Promise<void> {
    const { client, superAdmin } = this.product;
    const tenant = { name: 'Asker', businessName: 'Asker Ltd', businessType: 'Plumbing', subdomain: 'asker' };
    const registered = await this.#send(client, 'post', '/auth/register', {
      ...ACCOUNT,
      name: 'Pat',
      tenant,
    });
    this.ids['tenantId'] = registered.activeTenantId;
    await this.#send(client, 'post', '/auth/refresh', { refreshToken: registered.refreshToken });
    const { accessToken } = await this.#send(client, 'post', '/auth/login', ACCOUNT);
    this.#admin = client.as(accessToken);
    const { items } = await this.#send(this.#admin, 'get', '/auth/sessions');
    this.ids['sessionId'] = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent).id;
    await this.#send(this.#admin, 'delete', '/auth/sessions/{sessionId}');
    this.#platform = client.as((await this.#send(client, 'post', '/auth/login', superAdmin)).accessToken);
  }

  async #write(): Promise<void> {
    const admin = this.#admin;
    const send = (method: Verb, path: string, body?: object) => this.#send(admin, method, path, body);
    const industry = { name: 'Bakeries' };
    this.ids['industryId'] = (await this.#send(this.#platform, 'post', '/industries', industry)).id;
    await this.#send(this.#platform, 'put', '/industries/{industryId}', { icon: 'bread' });
    await send('post', '/tenants', { name: 'Second', businessName: 'Second', businessType: 'Legal' });
    await send('put', '/tenants/{tenantId}', { name: 'Asked' });
    await send('put', '/tenants/{tenantId}/branding', { primaryColor: '#123456' });
    await send('put', '/tenants/{tenantId}/profile', { priceRange: '££' });
    await this.#locate();
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
    await this.#send(this.product.client.with({ 'x-api-key': made.key }), 'get', '/tenants/{tenantId}/pages');
    const canvas = { width: 64, height: 48, channels: 3, background: '#c33' } as const;
    const png = await sharp({ create: canvas }).png().toBuffer();
    const uploaded = await admin.upload(this.#path('/tenants/{tenantId}/assets'), png, 'red.png');
    this.ids['assetId'] = uploaded.body.data.id;
    this.done.add('post /tenants/{tenantId}/assets');
    await send('put', '/tenants/{tenantId}/assets/{assetId}', { alt: 'Red' });
    this.ids['file'] = new URL(uploaded.body.data.url).pathname.split('/').at(-1) ?? '';
  }

  async #locate(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
    const locations = '/tenants/{tenantId}/locations';
    const address = { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' };
    const first = await send('post', locations, { label: 'Shop', address });
    const second = await send('post', locations, { label: 'Office', address });
    await send('put', `${locations}/order`, { locationIds: [second.id, first.id] });
    this.ids['locationId'] = second.id;
    await send('put', `${locations}/{locationId}`, { isPrimary: true });
    this.ids['locationId'] = first.id;
    await send('delete', `${locations}/{locationId}`);
    this.ids['locationId'] = second.id;
  }

  async #publish(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
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
    await send('post', `${page}/duplicate`);
    await send('delete', page);
    await send('post', `${page}/restore`);
    this.ids['pageId'] = home;
  }

  /** What surrounds the pages of a site. */
  async #arrange(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
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
    await this.#listen();
  }

  /** Pays, changes the plan, and thinks twice about ending it. */
  async #subscribe(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
    await this.#send(this.#platform, 'post', '/test/clock', { advance: ADVANCED_SECONDS });
    const subscription = '/tenants/{tenantId}/subscription';
    const { items: plans } = await send('get', '/plans');
    const [, , pro, business] = plans.map(({ id }: { id: string }) => id);
    await send('post', subscription, { planId: pro, interval: 'month' });
    await send('put', subscription, { planId: business });
    await send('post', `${subscription}/portal`);
    await send('delete', subscription);
    await send('post', `${subscription}/resume`);
    await send('delete', `${subscription}?immediately=true`);
    await send('post', `${subscription}/checkout`, { planId: pro, interval: 'year' });
  }

  /** A webhook, what it was told, and what it is told again. The address is nobody's: each delivery fails. */
  async #listen(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
    const webhooks = '/tenants/{tenantId}/webhooks';
    const address = { url: 'https://hooks.example.invalid/', events: ['page.created'] };
    this.ids['webhookId'] = (await send('post', webhooks, address)).id;
    await send('put', `${webhooks}/{webhookId}`, { description: 'Search' });
    await send('post', `${webhooks}/{webhookId}/rotate-secret`);
    await send('post', `${webhooks}/{webhookId}/test`);
    const span = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    await send('post', `${webhooks}/{webhookId}/replay`, span);
    this.ids['deliveryId'] = await until(
      async () => (await send('get', `${webhooks}/{webhookId}/deliveries`)).items[0]?.id,
    );
    await send('post', `${webhooks}/{webhookId}/deliveries/{deliveryId}/redeliver`);
  }

  /** A visitor sends a form in both ways, and its owner marks and deletes what came. */
  async #visit(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
    const { client } = this.product;
    const form = { type: 'contact-form', content: { heading: 'Write', fields: [{ name: 'a', label: 'A' }] } };
    const page = { slug: 'write', title: 'Write', status: 'published', sections: [form] };
    const { sections } = await send('post', '/tenants/{tenantId}/pages', page);
    this.ids['formId'] = sections[0].id;
    const path = '/public/forms/{formId}?host=asker.localhost';
    const { token } = await until(async () => {
      const { body } = await client.get(this.#path(path));
      return body.success && body.data;
    }, 30_000);
    this.ids['submissionId'] = (await this.#send(client, 'post', path, { fields: { a: 'Hi' }, token })).id;
    const sent = { a: 'Ho', _token: token };
    const answer = await client.submit('asker.localhost', `/_sn/forms/${sections[0].id}`, sent);
    if (answer.status !== 303) throw new Error(`The form was answered ${answer.status}: ${answer.text}`);
    const submission = '/tenants/{tenantId}/submissions/{submissionId}';
    await send('put', submission, { readAt: '2026-03-02T09:30:00Z' });
    const { items } = await send('get', '/tenants/{tenantId}/submissions?unread=true');
    await send('delete', submission.replace('{submissionId}', items[0].id));
    this.done.add(`delete ${submission}`);
  }

  /** Every GET, each of its parameters by itself, and every order of a list. */
  async #readEverything(): Promise<void> {
    this.#cursor = await until(async () => {
      const { pagination } = await this.#send(this.#admin, 'get', '/tenants/{tenantId}/audit-logs?limit=1');
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
        const target = `${this.#path(path)}?${[...pairs(fixed), more].filter(Boolean).join('&')}`;
        for (const client of [this.#admin, this.#platform]) {
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
    const known = { ...BY_NAME, cursor: this.#cursor }[name];
    if (known !== undefined) return [known];
    if (schema.enum) return schema.enum;
    if (schema.format === 'uuid') return [newId()];
    if (schema.format === 'email') return ['pat@example.com'];
    if (schema.format === 'date-time') return ['2026-01-01T00:00:00.000Z'];
    if (schema.type === 'boolean') return ['true'];
    return schema.type === 'integer' ? ['2'] : ['page'];
  }

  async #delete(): Promise<void> {
    const send = (method: Verb, path: string, body?: object) => this.#send(this.#admin, method, path, body);
    await send('delete', '/tenants/{tenantId}/domains/{domainId}');
    await send('delete', '/tenants/{tenantId}/api-keys/{keyId}');
    await send('delete', '/tenants/{tenantId}/navigation/{itemId}');
    await send('delete', '/tenants/{tenantId}/redirects/{redirectId}');
    await send('delete', '/tenants/{tenantId}/webhooks/{webhookId}');
    await send('delete', '/tenants/{tenantId}/assets/{assetId}?force=true');
    await send('post', '/tenants/{tenantId}/branding/reset');
    await this.#send(this.#platform, 'delete', '/industries/{industryId}');
    await send('delete', '/tenants/{tenantId}');
    await send('post', '/tenants/{tenantId}/restore');
    await send('post', '/auth/switch', { tenantId: this.ids['tenantId'] });
    await this.#useSecondFactor();
    await send('post', '/auth/logout', {});
  }

  async #useSecondFactor(): Promise<void> {
    const send = (path: string, body?: object) => this.#send(this.#admin, 'post', path, body);
    const { secret } = await send('/auth/mfa/setup');
    const { recoveryCodes } = await send('/auth/mfa/enable', {
      code: totpCode(secret, new Date(Date.now() + ADVANCED_SECONDS * 1_000)),
    });
    const { mfaToken } = await send('/auth/login', ACCOUNT);
    const [recoveryCode, another] = recoveryCodes;
    await send('/auth/mfa/verify', { mfaToken, recoveryCode });
    await send('/auth/mfa/disable', { password: ACCOUNT.password, recoveryCode: another });
  }

  #path(path: string): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => this.ids[name] ?? newId());
  }

  /** @returns the answer's data @throws unless it is a success */
  async #send(client: Client, method: Verb, path: string, body?: object) {
    const target = this.#path(path);
    const answer = await (method === 'get' || method === 'delete'
      ? client[method](target)
      : client[method](target, body ?? {}));
    if (answer.status >= 400)
      throw new Error(`${method} ${target}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.done.add(`${method} ${path.split('?')[0] ?? ''}`);
    return answer.body.data;
  }
}
