import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

const WRITERS = 100;

let service: TestContent;
let tenant: TestTenant;
let path: string;
beforeAll(async () => {
  service = await startContent();
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/pages`;
});
afterAll(() => service.stop());

const admin = () => service.as(callers.admin(tenant.id));
const writers = Array.from({ length: WRITERS }, (_, index) => index);

/** Status → how many answers had it. */
function statuses(answers: readonly { status: number }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('a hundred writes of one tenant at the same moment', () => {
  it('a hundred parallel edits of one page are all applied, each with its event', async () => {
    const page = (await admin().post(path).send({ slug: 'edited', title: 'Edited' })).body.data;
    const answers = await Promise.all(
      writers.map((number) =>
        admin()
          .put(`${path}/${page.id}`)
          .send({ title: `Edit ${number}` }),
      ),
    );
    expect(statuses(answers)).toEqual({ 200: WRITERS });
    const versions = (await service.events())
      .filter(({ type, resource }) => type === 'page.updated' && resource.id === page.id)
      .map(({ resource }) => resource.version);
    expect(versions.sort((a, b) => a - b)).toEqual(writers.map((number) => number + 2));
  });

  it('a hundred pages of one tenant that are created in parallel are all there', async () => {
    const answers = await Promise.all(
      writers.map((number) =>
        admin()
          .post(path)
          .send({ slug: `new-${number}`, title: `New ${number}` }),
      ),
    );
    expect(statuses(answers)).toEqual({ 201: WRITERS });
    const { body } = await admin().get(`${path}?search=New&limit=1`);
    expect(body.data.pagination.total).toBe(WRITERS);
  });

  it('of a hundred parallel creates of one slug one succeeds and the others conflict', async () => {
    const answers = await Promise.all(
      writers.map(() => admin().post(path).send({ slug: 'wanted', title: 'Wanted' })),
    );
    expect(statuses(answers)).toEqual({ 201: 1, 409: WRITERS - 1 });
  });

  it('sixty parallel publishes and edits of one page all succeed', async () => {
    const page = (await admin().post(path).send({ slug: 'both', title: 'Both' })).body.data;
    const answers = await Promise.all(
      writers.slice(0, 60).map((number) =>
        number % 2 === 0
          ? admin().post(`${path}/${page.id}/publish`)
          : admin()
              .put(`${path}/${page.id}`)
              .send({ title: `Edit ${number}` }),
      ),
    );
    expect(statuses(answers)).toEqual({ 200: 60 });
  });
});
