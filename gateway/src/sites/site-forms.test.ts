import { newId } from '@siteninja/core';
import { enveloped } from '@siteninja/testing';
import { ask, sendRaw, startWorld, type World } from '../test-support';

let world: World;
const formId = newId();
const path = `/_sn/forms/${formId}`;
const type = 'application/x-www-form-urlencoded';
const post = (body: string, options: { path?: string; headers?: Record<string, string> } = {}) =>
  ask(`${world.url}${options.path ?? path}`, {
    method: 'POST',
    body,
    headers: { host: 'shop.example.test', 'content-type': type, ...options.headers },
  });

beforeAll(async () => {
  world = await startWorld({ BODY_TIMEOUT: '1' });
  world.stubs.content.handle = () =>
    enveloped({
      status: 303,
      headers: { Location: `${path}/thanks`, 'Cache-Control': 'no-store' },
      body: '',
    });
});
afterAll(() => world.stop());
beforeEach(() => {
  world.stubs.content.requests.length = 0;
});

describe('a form of a site', () => {
  it('is handed to content with its fields as they were typed, and with whom they came from', async () => {
    const answer = await post('name=J%C3%B6%20%26+Co&_token=a.b&empty=&text=1%0D%0A2&text=%00%ff', {
      headers: { 'user-agent': 'Firefox', 'x-forwarded-for': '10.0.0.1', 'x-request-id': 'sent' },
    });
    expect(answer).toMatchObject({
      status: 303,
      text: '',
      headers: { location: `${path}/thanks`, 'cache-control': 'no-store', 'x-request-id': 'sent' },
    });
    expect(answer.headers['x-ratelimit-limit']).toBeDefined();
    const [request, ...more] = world.stubs.content.requests;
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      url: { pathname: `/internal/sites/forms/${formId}` },
      caller: { type: 'service', service: 'gateway' },
      headers: { 'x-request-id': 'sent' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      host: 'shop.example.test',
      fields: [
        { name: 'name', value: 'Jö & Co' },
        { name: '_token', value: 'a.b' },
        { name: 'empty', value: '' },
        { name: 'text', value: '1\r\n2' },
        { name: 'text', value: '\u0000\ufffd' },
      ],
      ipAddress: '127.0.0.1',
      userAgent: 'Firefox',
    });
  });

  it('that comes back is given to its sender as content made it', async () => {
    const html = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'",
    };
    world.stubs.content.handle = () => enveloped({ status: 422, headers: html, body: '<p>é' });
    const { status, headers, text } = await post('a=b');
    expect([status, text, headers['content-security-policy']]).toEqual([422, '<p>é', "default-src 'none'"]);
  });

  it.each<[number, string, Record<string, string>]>([
    [415, '{}', { 'content-type': 'application/json' }],
    [415, 'a=b', { 'content-type': 'multipart/form-data; boundary=x' }],
    [413, `a=${'x'.repeat(1024 * 1024)}`, {}],
    [422, 'a=b&'.repeat(101), {}],
  ])('is %i where it is not what browsers make of forms: %.12s', async (status, body, headers) => {
    expect((await post(body, { headers })).status).toBe(status);
    expect(world.stubs.content.requests).toEqual([]);
  });

  it('is sent to its own address and to no other', async () => {
    for (const other of ['/', '/contact', '/_sn/forms', `${path}/thanks`, '/_sn/assets/x']) {
      const { status, headers } = await post('a=b', { path: other });
      expect([other, status, headers.allow]).toEqual([other, 405, 'GET, HEAD']);
    }
    expect((await post('a=b', { path: '/_sn/forms/x' })).status).toBe(404);
    const { status, headers } = await ask(`${world.url}${path}`, {
      method: 'DELETE',
      headers: { host: 'shop.example.test' },
    });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    expect((await post('a=b', { headers: { host: 'example.test' } })).status).toBe(404);
    expect(world.stubs.content.requests).toEqual([]);
  });

  it('that comes too slowly is cut off', async () => {
    const answer = await sendRaw(
      world.gateway.port,
      `POST ${path} HTTP/1.1\r\nHost: shop.example.test\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\na=`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(world.stubs.content.requests).toEqual([]);
  });
});
