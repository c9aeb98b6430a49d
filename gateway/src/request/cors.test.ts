import { newId } from '@siteninja/core';
import { ask, startWorld, type World } from '../test-support';

let world: World;
const api = (path: string, options: Parameters<typeof ask>[1] = {}) => ask(`${world.url}${path}`, options);

beforeAll(async () => {
  world = await startWorld({ CORS_ORIGINS: 'https://app.example.test' });
});
afterAll(() => world.stop());

describe('CORS', () => {
  const origin = 'https://app.example.test';

  it('configured origins may call the API with credentials', async () => {
    const { headers } = await api('/api/plans', { headers: { origin } });
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-credentials']).toBe('true');
    expect(headers['access-control-expose-headers']).toContain('X-RateLimit-Remaining');
    expect(headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    expect(headers.vary).toBe('Origin');
  });

  it.each(['https://evil.test', 'null', 'https://app.example.test.evil.test'])(
    'the origin %s, which is not configured, is not allowed',
    async (other) => {
      const { headers } = await api('/api/plans', { headers: { origin: other } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers.vary).toBe('Origin');
    },
  );

  it('the gateway answers preflights by itself', async () => {
    const { requests } = world.stubs.tenant;
    requests.length = 0;
    const headers = { origin, 'access-control-request-method': 'PUT' };
    const answer = await api(`/api/tenants/${newId()}`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toContain('PUT');
    expect(answer.headers['access-control-allow-headers']).toContain('Authorization');
    expect(answer.headers['access-control-allow-headers']).toContain(
      'traceparent, tracestate, baggage, sentry-trace',
    );
    expect(requests).toHaveLength(0);
  });

  it('/public is open to any origin, without credentials', async () => {
    const { headers } = await api('/api/public/site', { headers: { origin: 'https://any.test' } });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });
});
