import { newId } from '@siteninja/core';
import { enveloped, metricIn, until } from '@siteninja/testing';
import { ask, startWorld, type World } from './test-support';

describe('the metrics of the gateway', () => {
  let world: World;
  const releaseId = newId();
  beforeAll(async () => {
    world = await startWorld({ METRICS_PORT: '0', RATE_LIMIT_SCALE: '0.01' });
    world.stubs.content.handle = ({ url }) =>
      url.pathname === '/internal/sites/host'
        ? enveloped({ tenantId: newId(), status: 'live', releaseId })
        : enveloped({ status: 200, headers: {}, body: 'a page' });
  });
  afterAll(() => world.stop());

  const scrape = async (): Promise<string> =>
    (await ask(`http://127.0.0.1:${world.gateway.metricsPort}/metrics`)).text;
  const metric = async (name: string, ...labels: string[]): Promise<number | undefined> =>
    metricIn(await scrape(), name, ...labels);
  const requests = (...labels: string[]) => metric('http_request_duration_seconds_count', ...labels);

  it('are on a port of their own, which serves nothing else, and not on the one that is open to the world', async () => {
    expect(await scrape()).toContain('process_cpu_seconds_total{service="gateway"}');
    const own = `http://127.0.0.1:${world.gateway.metricsPort}`;
    expect((await ask(`${own}/api/plans`)).status).toBe(404);
    for (const path of ['/metrics', '/api/metrics']) {
      expect((await ask(`${world.url}${path}`)).status).toBe(404);
    }
    const host = { headers: { host: 'shop.example.test' } };
    expect((await ask(`${world.url}/metrics`, host)).text).toBe('a page');
  });

  it('count requests by the service that answered them, method and class of status', async () => {
    await ask(`${world.url}/api/plans`);
    await ask(`${world.url}/api/nothing`, { method: 'DELETE' });
    await until(async () => (await requests('upstream="billing"', 'method="GET"', 'status="2xx"')) === 1);
    expect(await requests('upstream="gateway"', 'method="DELETE"', 'status="4xx"')).toBe(1);
    expect(await metric('siteninja_gateway_upstream_ready', 'upstream="billing"')).toBe(1);
    expect(
      await metric('siteninja_service_call_duration_seconds_count', 'target="content"', 'outcome="ok"'),
    ).toBe(2);
  });

  it('count pages that are answered from memory, apart from those that are not', async () => {
    const page = () => ask(`${world.url}/cached`, { headers: { host: 'shop.example.test' } });
    const before = await metric('siteninja_gateway_cached_answers_total');
    const notCached = () => requests('upstream="sites"', 'method="GET"', 'status="2xx"');
    const first = (await notCached()) ?? 0;
    for (let read = 0; read < 4; read++) await page();
    await until(async () => (await notCached()) === first + 1);
    expect(await metric('siteninja_gateway_cached_answers_total')).toBe((before ?? 0) + 3);
  });

  it('count what was refused to bear the load', async () => {
    const limited = () => metric('siteninja_gateway_shed_total', 'reason="rate_limit"');
    expect(await limited()).toBeUndefined();
    // Ten an hour.
    let status = 0;
    for (let request = 0; request < 12; request++) ({ status } = await ask(`${world.url}/api/plans`));
    expect(status).toBe(429);
    expect(await limited()).toBeGreaterThanOrEqual(2);
  });
});
