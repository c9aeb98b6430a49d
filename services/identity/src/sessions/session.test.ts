import { callers } from '@siteninja/testing';
import {
  claimsOf,
  credentialOf,
  grants,
  registered,
  revoked,
  startIdentity,
  TENANT,
  type TestIdentity,
} from '../test-support';
import { users } from '../users/user.model';
import { sessions } from './session.model';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const refresh = (refreshToken: string) =>
  service.as(callers.anonymous).post('/auth/refresh').send({ refreshToken });

describe('refreshing', () => {
  it('a refresh gives the next tokens of the same session, and each refresh token is new', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const { status, body, headers } = await refresh(data.refreshToken);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.data).toMatchObject({ user: { id: data.user.id }, activeTenantId: tenantId });
    expect(body.data.refreshToken).not.toBe(data.refreshToken);
    expect(claimsOf(body.data.accessToken).sid).toBe(claimsOf(data.accessToken).sid);
    expect((await refresh(body.data.refreshToken)).status).toBe(200);
  });

  it('50 concurrent refreshes of one token give the same next token', async () => {
    const { data } = await registered(service);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(data.refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const next = new Set(answers.map(({ body }) => body.data.refreshToken));
    expect(next.size).toBe(1);
    const [survivor = ''] = next;
    expect((await refresh(survivor)).status).toBe(200);
  });

  it('a used refresh token gives the same next token for 10 s, and ends the session after that', async () => {
    const { data, userId } = await registered(service);
    const first = await refresh(data.refreshToken);
    service.clock.advance(9_000);
    const again = await refresh(data.refreshToken);
    expect(again.body.data.refreshToken).toBe(first.body.data.refreshToken);
    service.clock.advance(2_000);
    const stolen = await refresh(data.refreshToken);
    expect(stolen.status).toBe(401);
    expect(stolen.body.code).toBe('auth.refresh_token_reused');
    const { sid } = claimsOf(data.accessToken);
    expect(stolen.headers['x-invalidate']).toBe(`session:${sid}`);
    expect(await revoked(service)).toContain(`session:${sid}`);
    expect((await refresh(first.body.data.refreshToken)).status).toBe(401);
    expect(await grants(service, credentialOf(data.accessToken))).toMatchObject({ status: 401 });
    const ends = (await service.events()).filter(
      ({ type, resource }) => type === 'user.logged_out' && resource.id === userId,
    );
    expect(ends).toMatchObject([
      { tenantId: null, actor: { type: 'system' }, data: { reason: 'refresh_token_reused' } },
    ]);
  });

  it('a refresh token from before the last one ends the session at any time', async () => {
    const { data } = await registered(service);
    const second = await refresh(data.refreshToken);
    const third = await refresh(second.body.data.refreshToken);
    expect((await refresh(data.refreshToken)).body.code).toBe('auth.refresh_token_reused');
    expect((await refresh(third.body.data.refreshToken)).status).toBe(401);
  });

  it('a refresh token that was never given out is refused, and ends no session', async () => {
    const { data } = await registered(service);
    const [session = '', number = '', proof = ''] = String(data.refreshToken).split('.');
    const flipped = proof.startsWith('A') ? `B${proof.slice(1)}` : `A${proof.slice(1)}`;
    const other = await registered(service);
    const foreign = claimsOf(other.data.accessToken).sid;
    const forged = [
      `${session}.${number}.${flipped}`,
      `${session}.0.${proof}`,
      `${session}.2.${proof}`,
      `${foreign}.${number}.${proof}`,
      `${session}.${number}`,
      'x',
      data.accessToken.slice(0, 200),
    ];
    for (const token of forged) {
      const { status, body } = await refresh(token);
      expect([status, body.code]).toEqual([401, 'auth.refresh_token_invalid']);
    }
    expect((await refresh(data.refreshToken)).status).toBe(200);
  });

  it('a session expires 30 days after its last refresh', async () => {
    const { data } = await registered(service);
    const day = 24 * 60 * 60 * 1000;
    service.clock.advance(29 * day);
    const kept = await refresh(data.refreshToken);
    expect(kept.status).toBe(200);
    service.clock.advance(29 * day);
    const again = await refresh(kept.body.data.refreshToken);
    expect(again.status).toBe(200);
    service.clock.advance(31 * day);
    expect((await refresh(again.body.data.refreshToken)).status).toBe(401);
  });

  it('the refresh of an inactive account is refused', async () => {
    const { data, userId } = await registered(service);
    await users.in(service.ctx).updateOne({ _id: userId }, { $set: { status: 'inactive' } });
    expect((await refresh(data.refreshToken)).body.code).toBe('auth.account_inactive');
  });

  it('no refresh token is stored', async () => {
    const { data } = await registered(service);
    const stored = await sessions.in(service.ctx).find({ userId: data.user.id });
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(String(data.refreshToken).split('.')[2]);
  });
});
