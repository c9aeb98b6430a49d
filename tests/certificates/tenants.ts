import { calls } from '../../libs/contracts/src';
import { memoryCache, type TestClock } from '../../libs/core/src';
import { callers, startForTest, stubCall, type TestService, until } from '../../libs/testing/src';
import { tenantService } from '../../services/tenant/src/app';
import { type TenantCtx } from '../../services/tenant/src/context';
import { type TestDns } from '../../services/tenant/src/custom-domains/dns-test-support';

const secrets = { ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64url') };

/** A process of the service tenant that orders at an authority. */
export function startTenant(options: {
  clock: TestClock;
  dnsServer: string;
  authority: { directoryUrl: string; caFile: string };
  env?: NodeJS.ProcessEnv;
}): Promise<TestService<TenantCtx>> {
  const { clock, dnsServer, authority, env } = options;
  return startForTest(tenantService, {
    shared: { clock, cache: memoryCache() },
    env: {
      ...secrets,
      DNS_SERVERS: dnsServer,
      PUBLIC_SCHEME: 'https',
      PUBLIC_PORT: '443',
      BASE_DOMAIN: 'sites.siteninja-test.net',
      ACME_DIRECTORY_URL: authority.directoryUrl,
      ACME_EMAIL: 'operator@siteninja-test.net',
      ACME_CA_FILE: authority.caFile,
      ...env,
    },
    stubs: [stubCall(calls.addMember, () => ({})), stubCall(calls.warnOfDomain, () => ({}))],
  });
}

interface Domain {
  id: string;
  domain: string;
  verificationToken: string;
  sslEnabled: boolean;
  certificate: { status: string; expiresAt: string | null; error: string | null };
}

/** Tenants, and domains of theirs that are proven and lead here. */
export class Tenants {
  #names = 0;

  constructor(
    readonly service: TestService<TenantCtx>,
    readonly clock: TestClock,
    readonly dns: TestDns,
  ) {}

  newName(): string {
    return `quay-${++this.#names}.co.uk`;
  }

  async newTenant() {
    const { service } = this;
    const input = { name: 'Quay', businessName: 'Quay Ltd', businessType: 'Legal' };
    const { body } = await service.as(callers.nonMember()).post('/tenants').send(input);
    const id: string = body.data.id;
    // Made anew for each request, as a caller is vouched for a minute.
    return { id, admin: () => service.as(callers.admin(id)), path: `/tenants/${id}/domains` };
  }

  async verified(name = this.newName(), tenant?: Awaited<ReturnType<Tenants['newTenant']>>) {
    const { id, admin, path } = tenant ?? (await this.newTenant());
    const added: Domain = (await admin().post(path).send({ domain: name })).body.data;
    this.dns.records.set(`TXT _siteninja-challenge.${name}`, [added.verificationToken]);
    const verify = () => admin().post(`${path}/${added.id}/verify`);
    expect((await verify()).status).toBe(200);
    const list = async (): Promise<Domain[]> => (await admin().get(path)).body.data.items;
    const state = async (domain = name) =>
      (await list()).find((each) => each.domain === domain)?.certificate ?? null;
    const remove = () => admin().delete(`${path}/${added.id}`);
    return { id, name, admin, path, added, verify, list, state, remove };
  }

  /** What the gateway is given. */
  async held(host: string): Promise<{ chain: string; privateKey: string; expiresAt: string } | null> {
    const { body } = await this.service
      .as(callers.service('gateway'))
      .get(`/internal/certificates?host=${host}`);
    return body.data.certificate;
  }

  /** Three seconds after three seconds, as orders are followed. */
  async until3s(isReached: () => Promise<boolean>): Promise<void> {
    await until(async () => {
      this.clock.advance(3_000);
      await this.service.runDueJobs();
      return isReached();
    }, 200_000);
  }
}
