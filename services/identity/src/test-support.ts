import { type KeptMail, readKeptMails } from '@siteninja/mail';
import { calls } from '@siteninja/contracts';
import { type Caller, newId, testClock, type TestClock } from '@siteninja/core';
import { callers, startForTest, stubCall, type TestService } from '@siteninja/testing';
import { TOTP } from 'otpauth';
import { identityService } from './app';
import { type IdentityCtx } from './context';
import { users } from './users/user.model';

export const PASSWORD = 'a quiet harbour at 6';

export interface TestIdentity extends TestService<IdentityCtx> {
  clock: TestClock;
  tenants: FakeTenants;
}

/** The service with a cheap bcrypt, a clock that the test moves, and a stand-in for the tenant service. */
export async function startIdentity(env: NodeJS.ProcessEnv = {}): Promise<TestIdentity> {
  const clock = testClock();
  const tenants = new FakeTenants();
  const service = await startForTest(identityService, {
    env: { BCRYPT_COST: '4', ...env },
    shared: { clock },
    stubs: tenants.stubs,
  });
  return { ...service, clock, tenants };
}

/** Stands in for the tenant service in registrations, and keeps what it was asked. */
class FakeTenants {
  readonly reserved: { id: string; tenant: unknown; actor: unknown }[] = [];
  readonly released: string[] = [];
  readonly activated: string[] = [];
  /** Errors that the next reservation, or the next activations, answer with. */
  refuseReservation: Error | undefined;
  refuseActivations: Error[] = [];

  readonly stubs = [
    stubCall(calls.reserveTenant, ({ body: { tenant, actor } }) => {
      const refusal = this.refuseReservation;
      this.refuseReservation = undefined;
      if (refusal) throw refusal;
      const id = newId();
      this.reserved.push({ id, tenant, actor });
      return { id, name: tenant.name, status: 'trial' as const, revision: 1, locale: tenant.locale };
    }),
    stubCall(calls.activateTenant, ({ params: { tenantId } }) => {
      const refusal = this.refuseActivations.shift();
      if (refusal) throw refusal;
      this.activated.push(tenantId);
      return { id: tenantId, tenantId, status: 'trial' };
    }),
    stubCall(calls.releaseTenant, ({ params }) => {
      this.released.push(params.tenantId);
    }),
  ];
}

let people = 0;
export function newEmail(): string {
  people += 1;
  return `person.${people}@example.com`;
}

export const TENANT = {
  name: 'Rossi Plumbing',
  businessName: 'Rossi Plumbing Ltd',
  businessType: 'Plumbing',
};

/** Registers somebody, with a tenant if one is given. */
export async function registered(service: TestIdentity, tenant?: object) {
  const email = newEmail();
  const body = { email, password: PASSWORD, name: 'Ada Rossi', ...(tenant ? { tenant } : {}) };
  const answer = await service.as(callers.anonymous).post('/auth/register').send(body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  const { data } = answer.body;
  return { email, data, userId: String(data.user.id), tenantId: String(data.activeTenantId) };
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): { sub: string; sid: string; sv: number; iat: number; exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** The caller that the gateway would make of an access token, on no tenant. */
export function callerOf(accessToken: string): Caller {
  const { sub: userId, sid: sessionId } = claimsOf(accessToken);
  return { ...callers.nonMember(userId), sessionId } as Caller;
}

/** The credential by which the gateway asks for the grants of an access token. */
export function credentialOf(accessToken: string) {
  const { sub: userId, sid: sessionId, sv: securityVersion } = claimsOf(accessToken);
  return { type: 'session', userId, sessionId, securityVersion };
}

export async function grants(service: TestIdentity, credential: object, tenantId: string | null = null) {
  const { status, body } = await service
    .as(callers.service('gateway'))
    .post('/internal/grants')
    .send({ credential, tenantId });
  return { status, code: body.code, data: body.data };
}

/** What has been revoked so far. */
export async function revoked(service: TestIdentity): Promise<string[]> {
  const after = new Date(0).toISOString();
  const { body } = await service
    .as(callers.service('gateway'))
    .get(`/internal/revocations?after=${encodeURIComponent(after)}`);
  return body.data.items.map(({ what }: { what: string }) => what);
}

/** What an authenticator app shows. */
export function totpCode(secret: string, at: Date): string {
  return new TOTP({ secret }).generate({ timestamp: at.getTime() });
}

/** The mails that have been sent to an address, the newest first. */
export async function mailsTo(service: TestIdentity, to: string): Promise<KeptMail[]> {
  await service.runDueJobs();
  return readKeptMails(service.ctx.config.MAIL_FOLDER, { to, limit: 50 });
}

/** The token in the link of the newest mail to an address. */
export async function tokenMailedTo(service: TestIdentity, to: string): Promise<string> {
  const [mail] = await mailsTo(service, to);
  const [, token] = /\?token=([\w-]+)/.exec(mail?.text ?? '') ?? [];
  if (token === undefined) throw new Error(`No mail to ${to} carries a token.`);
  return token;
}

/** Somebody with a tenant and a verified address, and requests in their name there. */
export async function adminOfTenant(service: TestIdentity) {
  const admin = await registered(service, TENANT);
  await users.in(service.ctx).update(admin.userId, { emailVerifiedAt: service.clock.now() });
  return { ...admin, as: service.as(callers.admin(admin.tenantId, admin.userId)) };
}

/** Makes an account that is a member of the admin's tenant at once. */
export async function memberOf(admin: Awaited<ReturnType<typeof adminOfTenant>>, role: string) {
  const email = newEmail();
  const answer = await admin.as
    .post(`/tenants/${admin.tenantId}/users`)
    .send({ email, role, password: PASSWORD, name: 'Noor Haddad' });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { email, userId: String(answer.body.data.id), data: answer.body.data };
}

/** Signs in, and gives the answer's tokens. */
export async function signedIn(service: TestIdentity, email: string, password = PASSWORD) {
  const { body } = await service.as(callers.anonymous).post('/auth/login').send({ email, password });
  return body.data;
}
