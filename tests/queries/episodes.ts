import { until } from '../../libs/testing/src';
import { totpCode } from '../../services/identity/src/test-support';
import { type Client } from '../e2e/client';
import { type TestProduct } from '../e2e/product';
import { type Verb } from './people';

/** What an episode of the journey needs of it. */
export interface Journeying {
  readonly product: TestProduct;
  readonly ids: Record<string, string>;
  readonly done: Set<string>;
  readonly admin: Client;
  readonly platform: Client;
  path(path: string): string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an answer holds is read as a client reads it
  send(client: Client, method: Verb, path: string, body?: object): Promise<any>;
}

export const ACCOUNT = { email: 'asker@example.com', password: 'correct horse asker' };

/** How far the product's clock is ahead once it has been moved. */
const ADVANCED_SECONDS = 60;

export async function locate(journey: Journeying): Promise<void> {
  const send = (method: Verb, path: string, body?: object) => journey.send(journey.admin, method, path, body);
  const locations = '/tenants/{tenantId}/locations';
  const address = { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' };
  const first = await send('post', locations, { label: 'Shop', address });
  const second = await send('post', locations, { label: 'Office', address });
  await send('put', `${locations}/order`, { locationIds: [second.id, first.id] });
  journey.ids['locationId'] = second.id;
  await send('put', `${locations}/{locationId}`, { isPrimary: true });
  journey.ids['locationId'] = first.id;
  await send('delete', `${locations}/{locationId}`);
  journey.ids['locationId'] = second.id;
}

/** Pays, changes the plan, and thinks twice about ending it. */
export async function subscribe(journey: Journeying): Promise<void> {
  const send = (method: Verb, path: string, body?: object) => journey.send(journey.admin, method, path, body);
  await journey.send(journey.platform, 'post', '/test/clock', { advance: ADVANCED_SECONDS });
  const subscription = '/tenants/{tenantId}/subscription';
  const { items: plans } = await send('get', '/plans');
  const [, , pro, business] = plans.map(({ id }: { id: string }) => id);
  journey.ids['planId'] = business;
  await send('post', subscription, { planId: pro, interval: 'month' });
  await send('get', `${subscription}/preview?planId=${business}`);
  await send('put', subscription, { planId: business });
  await send('post', `${subscription}/portal`);
  await send('delete', subscription);
  await send('post', `${subscription}/resume`);
  await send('delete', `${subscription}?immediately=true`);
  await send('post', `${subscription}/checkout`, { planId: pro, interval: 'year' });
}

/** A webhook, what it was told, and what it is told again. The address is nobody's: each delivery fails. */
export async function listen(journey: Journeying): Promise<void> {
  const send = (method: Verb, path: string, body?: object) => journey.send(journey.admin, method, path, body);
  const webhooks = '/tenants/{tenantId}/webhooks';
  const address = { url: 'https://hooks.example.invalid/', events: ['page.created'] };
  journey.ids['webhookId'] = (await send('post', webhooks, address)).id;
  await send('put', `${webhooks}/{webhookId}`, { description: 'Search' });
  await send('post', `${webhooks}/{webhookId}/rotate-secret`);
  await send('post', `${webhooks}/{webhookId}/test`);
  const span = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  await send('post', `${webhooks}/{webhookId}/replay`, span);
  journey.ids['deliveryId'] = await until(
    async () => (await send('get', `${webhooks}/{webhookId}/deliveries`)).items[0]?.id,
  );
  await send('post', `${webhooks}/{webhookId}/deliveries/{deliveryId}/redeliver`);
}

/** A visitor sends a form in both ways, and its owner marks and deletes what came. */
export async function visit(journey: Journeying): Promise<void> {
  const send = (method: Verb, path: string, body?: object) => journey.send(journey.admin, method, path, body);
  const { client } = journey.product;
  const form = { type: 'contact-form', content: { heading: 'Write', fields: [{ name: 'a', label: 'A' }] } };
  const page = { slug: 'write', title: 'Write', status: 'published', sections: [form] };
  const { sections } = await send('post', '/tenants/{tenantId}/pages', page);
  journey.ids['formId'] = sections[0].id;
  const path = '/public/forms/{formId}?host=asker.localhost';
  const { token } = await until(async () => {
    const { body } = await client.get(journey.path(path));
    return body.success && body.data;
  }, 30_000);
  journey.ids['submissionId'] = (await journey.send(client, 'post', path, { fields: { a: 'Hi' }, token })).id;
  const sent = { a: 'Ho', _token: token };
  const answer = await client.submit('asker.localhost', `/_sn/forms/${sections[0].id}`, sent);
  if (answer.status !== 303) throw new Error(`The form was answered ${answer.status}: ${answer.text}`);
  const submission = '/tenants/{tenantId}/submissions/{submissionId}';
  await send('put', submission, { readAt: '2026-03-02T09:30:00Z' });
  const { items } = await send('get', '/tenants/{tenantId}/submissions?unread=true');
  await send('delete', submission.replace('{submissionId}', items[0].id));
  journey.done.add(`delete ${submission}`);
}

export async function useSecondFactor(journey: Journeying): Promise<void> {
  const send = (path: string, body?: object) => journey.send(journey.admin, 'post', path, body);
  const { secret } = await send('/auth/mfa/setup');
  const { recoveryCodes } = await send('/auth/mfa/enable', {
    code: totpCode(secret, new Date(Date.now() + ADVANCED_SECONDS * 1_000)),
  });
  const { mfaToken } = await send('/auth/login', ACCOUNT);
  const [recoveryCode, another] = recoveryCodes;
  await send('/auth/mfa/verify', { mfaToken, recoveryCode });
  await send('/auth/mfa/disable', { password: ACCOUNT.password, recoveryCode: another });
}
