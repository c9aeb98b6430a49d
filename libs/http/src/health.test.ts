import express from 'express';
import supertest from 'supertest';
import { type Check, mountHealth } from './health';

function serve(...checks: Check[]) {
  const app = express();
  mountHealth(app, checks, () => false);
  return supertest(app);
}

describe('readiness', () => {
  it('asks a dependency once however often a balancer asks for readiness', async () => {
    let asked = 0;
    const run = () => Promise.resolve({ ok: true, detail: String((asked += 1)) });
    const app = serve({ name: 'mongodb', essential: true, freshForMs: 60_000, run });
    for (let count = 0; count < 5; count += 1) expect((await app.get('/health/ready')).status).toBe(200);
    await Promise.all(Array.from({ length: 5 }, () => app.get('/health/ready')));
    expect(asked).toBe(1);
  });

  it('asks anew each time while a dependency fails, so that a recovery is seen at once', async () => {
    const answers = [false, false, true];
    const run = () => Promise.resolve({ ok: answers.shift() ?? true });
    const app = serve({ name: 'mongodb', essential: true, freshForMs: 60_000, run });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await app.get('/health/ready')).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('only reports a dependency that no request needs', async () => {
    const app = serve({ name: 'broker', essential: false, run: () => Promise.reject(new Error('closed')) });
    const { status, body } = await app.get('/health/ready');
    expect({ status, checks: body.checks }).toEqual({
      status: 200,
      checks: { broker: { ok: false, detail: 'unavailable' } },
    });
  });
});
