import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let path: string;
let pagesPath: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/redirects`;
  pagesPath = `/tenants/${tenant.id}/pages`;
  await tenant.publish('home');
});

const admin = () => service.as(callers.admin(tenant.id));
const create = async (fromPath: string, more: Record<string, unknown>) => {
  const answer = await admin()
    .post(path)
    .send({ fromPath, ...more });
  expect(answer.body).toMatchObject({ success: true });
  return answer.body.data;
};
const page = async (slug: string, more: Record<string, unknown> = {}) => {
  const body = { slug, title: slug, status: 'published', ...more };
  return (await admin().post(pagesPath).send(body)).body.data;
};
const move = (id: string, place: Record<string, unknown>) =>
  admin().post(`${pagesPath}/${id}/move`).send(place);
/** Status, and where a redirect leads. */
const visit = async (at: string) => {
  const { status, headers } = await tenant.visit(at);
  return headers['Location'] === undefined ? [status] : [status, headers['Location']];
};
const refusedAt = async (body: Record<string, unknown>) => {
  const answer = await admin().post(path).send(body);
  return [answer.status, answer.body.details?.map(({ field }: { field: string }) => field)];
};

describe('a redirect', () => {
  it('is live at once, to a path or to wherever a page lies by then', async () => {
    const about = await page('about');
    await create('/ueber-uns.html', { toPath: '/about#team' });
    await create('/who', { pageId: about.id, statusCode: 302 });
    await create('/soon', { pageId: (await page('draft', { status: 'draft' })).id });
    expect(await visit('/ueber-uns.html')).toEqual([301, '/about#team']);
    expect(await visit('/Ueber-Uns.html/')).toEqual([301, '/about#team']);
    expect(await visit('/who')).toEqual([302, '/about']);
    expect(await visit('/soon')).toEqual([404]);
    expect((await move(about.id, { slug: 'company' })).status).toBe(200);
    expect(await visit('/who')).toEqual([302, '/company']);
    const data = await service.as(callers.anonymous).get(`/public/page?host=${tenant.host}&path=/who`);
    expect(data.body.data).toEqual({ redirect: { to: '/company', statusCode: 302 } });
  });

  it('is known by its address, however browsers spell it', async () => {
    await create('/Über uns', { toPath: '/' });
    for (const at of ['/%C3%BCber%20uns', '/%c3%bcber%20uns/']) expect(await visit(at)).toEqual([301, '/']);
    expect(await refusedAt({ fromPath: '/über uns', toPath: '/' })).toEqual([409, ['fromPath']]);
  });

  it('gives way to a live page, and works again when that is gone', async () => {
    await create('/offers', { toPath: '/' });
    const offers = await page('offers');
    expect(await visit('/offers')).toEqual([200]);
    await admin().post(`${pagesPath}/${offers.id}/unpublish`);
    expect(await visit('/offers')).toEqual([301, '/']);
  });

  it('leads straight to where a chain ends', async () => {
    await create('/b', { toPath: '/c?x=1' });
    await create('/a', { toPath: '/b' });
    await create('/c', { toPath: '/' });
    expect([await visit('/a'), await visit('/b')]).toEqual([
      [301, '/'],
      [301, '/'],
    ]);
  });

  it('never leads back to where it comes from', async () => {
    const about = await page('about', { status: 'draft' });
    await create('/b', { toPath: '/c' });
    await create('/a', { toPath: '/b' });
    expect(await refusedAt({ fromPath: '/c', toPath: '/a?x=1#y' })).toEqual([422, ['toPath']]);
    expect(await refusedAt({ fromPath: '/d', toPath: '/D/' })).toEqual([422, ['toPath']]);
    expect(await refusedAt({ fromPath: '/about', pageId: about.id })).toEqual([422, ['pageId']]);
    const { body } = await admin().get(`${path}?sort=fromPath&order=asc`);
    expect(body.data.items.map(({ fromPath }: { fromPath: string }) => fromPath)).toEqual(['/a', '/b']);
    const changed = await admin().put(`${path}/${body.data.items[1].id}`).send({ toPath: '/a' });
    expect([changed.status, changed.body.details]).toMatchObject([422, [{ field: 'toPath' }]]);
  });

  it('has one target, on the site itself', async () => {
    const { home } = await tenant.pages();
    const other = await service.newTenant();
    const theirs = (await other.pages()).home;
    const cases: [Record<string, unknown>, string][] = [
      [{ fromPath: '/a' }, 'toPath'],
      [{ fromPath: '/a', toPath: '/b', pageId: home?.id }, 'toPath'],
      [{ fromPath: '/a', toPath: 'https://evil.example/' }, 'toPath'],
      [{ fromPath: '/a', toPath: '//evil.example/' }, 'toPath'],
      [{ fromPath: '/a', pageId: theirs?.id }, 'pageId'],
      [{ fromPath: '/a', pageId: newId() }, 'pageId'],
      [{ fromPath: 'a', toPath: '/' }, 'fromPath'],
      [{ fromPath: '/a?b=c', toPath: '/' }, 'fromPath'],
      [{ fromPath: '/_sn/assets/x', toPath: '/' }, 'fromPath'],
      [{ fromPath: '/robots.txt', toPath: '/' }, 'fromPath'],
      [{ fromPath: '/a', toPath: '/', statusCode: 308 }, 'statusCode'],
    ];
    for (const [body, field] of cases) expect(await refusedAt(body)).toEqual([422, [field]]);
  });

  it('is changed once for one entity tag, from a path to a page and back', async () => {
    const about = await page('about');
    const { id } = await create('/a', { toPath: '/' });
    const read = await admin().get(`${path}/${id}`);
    expect((await admin().put(`${path}/${id}`).send(read.body.data)).headers.etag).toBe(read.headers.etag);
    const change = (body: object) =>
      admin().put(`${path}/${id}`).set('If-Match', String(read.headers.etag)).send(body);
    expect((await change({ pageId: about.id })).body.data).toMatchObject({ toPath: null, pageId: about.id });
    expect(await visit('/a')).toEqual([301, '/about']);
    expect((await change({ toPath: '/' })).status).toBe(412);
    const back = await admin().put(`${path}/${id}`).send({ toPath: '/contact' });
    expect(back.body.data).toMatchObject({ toPath: '/contact', pageId: null });
    expect((await admin().delete(`${path}/${id}`)).status).toBe(204);
    expect(await visit('/a')).toEqual([404]);
    expect((await admin().get(`${path}/${id}`)).body.code).toBe('redirect.not_found');
  });

  it('is a use of its page, and goes when that is deleted all the same', async () => {
    const about = await page('about');
    const { id } = await create('/a', { pageId: about.id });
    const refused = await admin().delete(`${pagesPath}/${about.id}`);
    expect(refused.body.details[0].usedBy).toEqual([{ type: 'redirect', id, title: '/a' }]);
    expect((await admin().delete(`${pagesPath}/${about.id}?force=true`)).status).toBe(204);
    expect((await admin().get(path)).body.data.items).toEqual([]);
  });

  it('is read by editors and not by viewers', async () => {
    expect((await service.as(callers.editor(tenant.id)).get(path)).status).toBe(200);
    expect((await service.as(callers.viewer(tenant.id)).get(path)).status).toBe(403);
  });
});

describe('a page that moves', () => {
  it('takes the pages under it along, and all their old addresses redirect', async () => {
    const services = await page('services');
    const boilers = await page('boilers', { parentId: services.id });
    await page('gas', { parentId: boilers.id });
    await page('unfinished', { parentId: services.id, status: 'draft' });
    const answer = await move(services.id, { slug: 'what-we-do' });
    expect(answer.body.data).toMatchObject({ slug: 'what-we-do', path: '/what-we-do' });
    expect([
      await visit('/what-we-do/boilers/gas'),
      await visit('/services'),
      await visit('/services/boilers'),
      await visit('/services/boilers/gas'),
      await visit('/services/unfinished'),
    ]).toEqual([
      [200],
      [301, '/what-we-do'],
      [301, '/what-we-do/boilers'],
      [301, '/what-we-do/boilers/gas'],
      [404],
    ]);
  });

  it('leaves no chain when it moves again, and none to itself when it comes back', async () => {
    const about = await page('about');
    await move(about.id, { slug: 'company' });
    await move(about.id, { slug: 'firm' });
    expect([await visit('/about'), await visit('/company')]).toEqual([
      [301, '/firm'],
      [301, '/firm'],
    ]);
    await move(about.id, { slug: 'about' });
    expect([await visit('/about'), await visit('/firm')]).toEqual([[200], [301, '/about']]);
    const { body } = await admin().get(path);
    expect(body.data.items.map(({ fromPath }: { fromPath: string }) => fromPath).sort()).toEqual([
      '/company',
      '/firm',
    ]);
  });

  it('redirects too when its parent is written, and when its parent is deleted', async () => {
    const [services, boilers] = [await page('services'), await page('boilers')];
    await admin().put(`${pagesPath}/${boilers.id}`).send({ parentId: services.id });
    expect(await visit('/boilers')).toEqual([301, '/services/boilers']);
    await admin().delete(`${pagesPath}/${services.id}?force=true`);
    expect([await visit('/boilers'), await visit('/services/boilers'), await visit('/services')]).toEqual([
      [200],
      [301, '/boilers'],
      [404],
    ]);
  });

  it('is one event of its own, with its consequences', async () => {
    const about = await page('about');
    const before = (await service.events()).length;
    await move(about.id, { slug: 'company' });
    const events = (await service.events()).slice(before).filter(({ tenantId }) => tenantId === tenant.id);
    expect(events.map(({ type, causedBy }) => [type, causedBy])).toEqual([
      ['page.moved', undefined],
      ['redirect.created', events[0]?.id],
      ['release.activated', events[0]?.id],
    ]);
    expect((await move(about.id, { slug: 'company' })).status).toBe(200);
    expect((await service.events()).length).toBe(before + events.length);
  });

  it('refuses a place that is taken, reserved, too deep or under itself, and the home page stays', async () => {
    const [about, team] = [await page('about'), await page('team')];
    const under = await page('under', { parentId: about.id });
    const { home } = await tenant.pages();
    const cases: [string, Record<string, unknown>, number, string][] = [
      [about.id, { slug: 'team' }, 409, 'slug'],
      [about.id, { parentId: about.id }, 422, 'parentId'],
      [about.id, { parentId: under.id }, 422, 'parentId'],
      [about.id, { parentId: home?.id }, 422, 'parentId'],
      [about.id, { slug: 'About Us' }, 422, 'slug'],
      [home?.id ?? '', { slug: 'start' }, 409, 'slug'],
      ...['api', 'assets', 'docs', 'sitemap', 'robots', 'llms', 'favicon', 'home'].map(
        (slug): [string, Record<string, unknown>, number, string] => [team.id, { slug }, 422, 'slug'],
      ),
    ];
    for (const [id, place, status, field] of cases) {
      const refused = await move(id, place);
      expect([place, refused.status, refused.body.details]).toMatchObject([place, status, [{ field }]]);
    }
    expect((await move(team.id, { slug: 'api', parentId: about.id })).status).toBe(200);
  });

  it('lets one of two writers with the same entity tag through', async () => {
    const about = await page('about');
    const { headers } = await admin().get(`${pagesPath}/${about.id}`);
    const answers = await Promise.all(
      ['a', 'b'].map((slug) => move(about.id, { slug }).set('If-Match', String(headers.etag))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
