import { newId } from '../libs/core/src';
import { documentSchema, type RouteFacts } from '../libs/http/src';
import { fieldNames } from '../libs/schema/src';
import { type TestService } from '../libs/testing/src';
import { callerFor, pathIn, TESTED } from './definitions';

type Running = Pick<TestService<unknown>, 'as' | 'events' | 'stop'>;

const tenantId = newId();
const OPERATORS = [{ $ne: null }, [{ $regex: '.*' }]];
/** What clients would give themselves, were an input written into a row as it comes. */
const OWN_RIGHTS = { passwordHash: '$2b$10$', $set: { role: 'admin' } };
/** Objects whose fields no schema can know; none of them is part of a query. */
const OPEN = [
  'put /tenants/:tenantId/pages/:pageId/sections/:sectionId content',
  'post /tenants/:tenantId/pages seo.structuredData',
  'put /tenants/:tenantId/pages/:pageId/seo structuredData',
  'post /public/forms/:formId fields',
  'post /auth/passkeys clientExtensionResults',
  'post /auth/passkeys/login clientExtensionResults',
];
/** Browsers may say more of a passkey than is read, and that is left out. */
const TRIMMED = ['post /auth/passkeys response', 'post /auth/passkeys/login response'];

interface Changed {
  field: string;
  body: unknown;
}

/** Every copy of a value in which one field, however deep, is another. */
function withEachField(value: unknown, other: unknown, path: readonly string[] = []): Changed[] {
  const isEmpty = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isEmpty) return path.length === 0 ? [] : [{ field: path.join('.'), body: other }];
  return Object.entries(value).flatMap(([key, inner]) =>
    within(value, key, withEachField(inner, other, [...path, key])),
  );
}

/** Every copy of a value in which one object, however deep, has a field more. */
function withFieldMore(
  value: unknown,
  [name, other]: [string, unknown],
  path: readonly string[] = [],
): Changed[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = Array.isArray(value)
    ? []
    : [{ field: [...path, name].join('.'), body: { ...value, [name]: other } }];
  const deeper = Object.entries(value).flatMap(([key, inner]) =>
    within(value, key, withFieldMore(inner, [name, other], [...path, key])),
  );
  return [...here, ...deeper];
}

function within(value: object, key: string, changed: Changed[]): Changed[] {
  return changed.map(({ field, body }) => ({
    field,
    body: Array.isArray(value) ? value.with(Number(key), body) : { ...value, [key]: body },
  }));
}

describe.each(TESTED)('the routes of $name', ({ routes, start }) => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running.stop());

  const named = routes.map(({ route }) => ({ title: `${route.method} ${route.path}`, route }));
  const send = (route: RouteFacts) =>
    running.as(callerFor(route, tenantId))[route.method](pathIn(route, tenantId));

  async function expectRefusal(
    route: RouteFacts,
    changed: readonly Changed[],
    but: readonly string[] = [],
  ): Promise<void> {
    for (const { field, body } of changed) {
      const where = `${route.method} ${route.path} ${field}`;
      if ([...OPEN, ...but].some((open) => where === open || where.startsWith(`${open}.`))) continue;
      const answer = await send(route).send(Object(body));
      const fields: string[] = answer.body.details?.map((detail: { field: string }) => detail.field) ?? [];
      expect({ field, status: answer.status, fields }).toEqual({
        field,
        status: 422,
        fields: expect.arrayContaining([expect.stringContaining(field.split('.')[0] ?? '')]),
      });
    }
  }

  const withBody = named.flatMap(({ title, route }) =>
    route.body && route.bodyType === 'application/json'
      ? [{ title, route, example: documentSchema(route.body).example }]
      : [],
  );
  it.each(withBody)(
    '$title takes no operator for a value, in whatever field of its body',
    async ({ route, example }) => {
      for (const operator of OPERATORS) await expectRefusal(route, withEachField(example, operator));
    },
  );
  it.each(withBody)('$title takes no field that is not its own, at any depth', async ({ route, example }) => {
    for (const right of Object.entries(OWN_RIGHTS))
      await expectRefusal(route, withFieldMore(example, right), TRIMMED);
  });

  const withQuery = named.flatMap(({ title, route }) =>
    route.query ? [{ title, route, fields: fieldNames(route.query) }] : [],
  );
  it.each(withQuery)(
    '$title takes no operator, and nothing twice, in its query',
    async ({ route, fields }) => {
      for (const field of fields) {
        for (const query of [`${field}[$ne]=x`, `${field}[]=x`, `${field}=x&${field}=y`]) {
          const { status } = await send(route).query(query);
          // What a signed address says is checked by its signature first.
          expect({ query, isRefused: [403, 422].includes(status) }).toEqual({ query, isRefused: true });
        }
      }
    },
  );

  it('has recorded nothing for all that was refused', async () => {
    expect((await running.events()).filter((event) => event.tenantId === tenantId)).toEqual([]);
  });
});
