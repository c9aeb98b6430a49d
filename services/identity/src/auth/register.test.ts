import { DomainError, invalid, unavailable } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { memberships } from '../memberships/membership.model';
import { newEmail, PASSWORD, registered, startIdentity, TENANT, type TestIdentity } from '../test-support';
import { users } from '../users/user.model';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

const post = (body: object) => service.as(callers.anonymous).post('/auth/register').send(body);
const person = () => ({ email: newEmail(), password: PASSWORD, name: 'Ada Rossi' });
const accountOf = (email: string) => users.in(service.ctx).findOne({ emailKey: email.toLowerCase() });

describe('registration', () => {
  it('a registration creates an account and signs it in, with one event that holds no secret', async () => {
    const input = person();
    const { status, body, headers } = await post({
      ...input,
      email: input.email.replace('person', 'Person'),
    });
    expect(status).toBe(201);
    expect(headers.location).toBe('/api/auth/me');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.data).toMatchObject({
      user: { email: input.email.replace('person', 'Person'), name: 'Ada Rossi', status: 'active' },
      activeTenantId: null,
      expiresIn: 900,
      tokenType: 'Bearer',
    });
    expect(body.data).not.toHaveProperty('tenant');
    const events = (await service.events()).filter(({ resource }) => resource.id === body.data.user.id);
    expect(events).toMatchObject([
      {
        type: 'user.registered',
        tenantId: null,
        actor: { type: 'user', userId: body.data.user.id },
        data: { id: body.data.user.id, name: 'Ada Rossi' },
      },
    ]);
    const told = JSON.stringify(events) + JSON.stringify(body.data.user);
    expect(told).not.toMatch(/\$2b\$|passwordHash|securityVersion/);
    expect(told).not.toContain(PASSWORD);
  });

  it('an email that has an account is refused in any case of letters, naming the field', async () => {
    const input = person();
    expect((await post(input)).status).toBe(201);
    const again = await post({ ...input, email: input.email.toUpperCase() });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'user.email_taken', details: [{ field: 'email' }] });
  });

  it('an email is one mailbox however it is written: composed or not, its domain in letters or in A-labels', async () => {
    const unique = newEmail().split('@')[0];
    const first = await post({ ...person(), email: `jos\u00e9.${unique}@b\u00fccher.example` });
    expect(first.body.data.user.email).toBe(`jos\u00e9.${unique}@xn--bcher-kva.example`);
    for (const local of [`jose\u0301.${unique}`, `JOS\u00c9.${unique}`, ` jos\u00e9.${unique}`]) {
      for (const domain of ['bu\u0308cher.example', 'XN--bcher-kva.example', 'B\u00dcCHER.example ']) {
        const again = await post({ ...person(), email: `${local}@${domain}` });
        expect([again.status, again.body.code]).toEqual([409, 'user.email_taken']);
        const login = { email: `${local}@${domain}`, password: PASSWORD };
        expect((await service.as(callers.anonymous).post('/auth/login').send(login)).status).toBe(200);
      }
    }
  });

  it('of many concurrent registrations of an email exactly one succeeds', async () => {
    const input = person();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(input)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(19).fill(409)]);
  });

  it('a refused registration names every bad field', async () => {
    const { status, body } = await post({ email: 'nobody', password: 'short', tenant: { name: '' }, x: 1 });
    expect(status).toBe(422);
    const fields = body.details.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(['email', 'password', 'name', 'tenant.name', 'tenant.businessName', 'x']),
    );
  });

  it('a password counts in full: 128 characters, and those after a NUL', async () => {
    const base = `sea\u0000${'~'.repeat(90)}harbour`;
    const input = { ...person(), password: `${base}1` };
    expect((await post(input)).status).toBe(201);
    const login = (password: string) =>
      service.as(callers.anonymous).post('/auth/login').send({ email: input.email, password });
    expect((await login(`${base}2`)).status).toBe(401);
    expect((await login('sea')).status).toBe(401);
    expect((await login(`${base}1`)).status).toBe(200);
    expect((await post({ ...person(), password: 'ü'.repeat(64) + 'ab'.repeat(32) + 'c' })).status).toBe(422);
  });
});

describe('registration with a tenant', () => {
  it('a registration with a tenant makes the user its admin, who can use it at once', async () => {
    const { data, userId, tenantId, email } = await registered(service, TENANT);
    expect(data.tenant).toMatchObject({ id: tenantId });
    expect(service.tenants.reserved.at(-1)).toMatchObject({
      id: tenantId,
      tenant: TENANT,
      actor: { userId },
    });
    expect(service.tenants.activated).toContain(tenantId);
    const held = await memberships.in({ ...service.ctx, tenantId }).find({});
    expect(held).toMatchObject([{ userId, role: 'admin', status: 'active' }]);
    const login = await service.as(callers.anonymous).post('/auth/login').send({ email, password: PASSWORD });
    expect(login.body.data.activeTenantId).toBe(tenantId);
  });

  it('no account is created where the tenant is refused, and the error names tenant.<field>', async () => {
    const input = { ...person(), tenant: { ...TENANT, subdomain: 'www' } };
    service.tenants.refuseReservation = invalid([
      { field: 'subdomain', message: 'This subdomain is reserved.' },
    ]);
    const refused = await post(input);
    expect(refused.status).toBe(422);
    expect(refused.body.details).toEqual([
      { field: 'tenant.subdomain', message: 'This subdomain is reserved.' },
    ]);
    expect(await accountOf(input.email)).toBeNull();
  });

  it('no tenant is reserved for an email that has an account', async () => {
    const { email } = await registered(service);
    const before = service.tenants.reserved.length;
    const refused = await post({ ...person(), email, tenant: TENANT });
    expect(refused.status).toBe(409);
    expect(service.tenants.reserved).toHaveLength(before);
  });

  it('the reservations of registrations that lose the race for an email are released', async () => {
    const input = { ...person(), tenant: TENANT };
    const before = service.tenants.reserved.length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(input)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const reserved = service.tenants.reserved.slice(before).map(({ id }) => id);
    const kept = answers.find(({ status }) => status === 201)?.body.data.tenant.id;
    const ours = service.tenants.released.filter((id) => reserved.includes(id));
    expect([...ours, kept].sort()).toEqual(reserved.sort());
  });

  it('the activation of the tenant is tried again where it gets no answer', async () => {
    service.tenants.refuseActivations = [away(), away()];
    const { data, tenantId } = await registered(service, TENANT);
    expect(data.tenant.id).toBe(tenantId);
  });

  it('where the tenant cannot be activated the answer says that it follows, and the account stays', async () => {
    service.tenants.refuseActivations = [new DomainError('conflict', 'x.y', 'It cannot be.')];
    const input = { ...person(), tenant: TENANT };
    const late = await post(input);
    expect(late.status).toBe(503);
    expect(late.body.code).toBe('auth.tenant_pending');
    expect(late.headers['retry-after']).toBe('60');
    const reservation = service.tenants.reserved.at(-1);
    expect(service.tenants.released).not.toContain(reservation?.id);
    const admins = await service
      .as(callers.service('tenant'))
      .get(`/internal/tenants/${reservation?.id}/admins`);
    expect(admins.body.data).toEqual({ exists: true });
  });
});

function away(): DomainError {
  return unavailable('service.unavailable', 'Away.');
}
