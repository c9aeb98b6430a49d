import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { kubernetesSecrets } from '../deploy/local/src/kubernetes-secrets';
import { newSecrets, trustedKeys } from '../deploy/local/src/secrets';
import { gatewayConfig } from '../gateway/src/config';
import { SERVICES } from '../libs/core/src';
import { commonConfig } from '../libs/http/src';
import { type Fields, readConfig } from '../libs/schema/src';
import { MAX_STOP_MS, serviceConfig } from '../libs/service/src';
import { assetConfig } from '../services/asset/src/config';
import { billingConfig } from '../services/billing/src/config';
import { contentConfig } from '../services/content/src/config';
import { identityConfig } from '../services/identity/src/config';
import { integrationConfig } from '../services/integration/src/config';
import { tenantConfig } from '../services/tenant/src/config';

const ROOT = resolve(__dirname, '..');
const has = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const kubectl = has('kubectl', 'kustomize', '--help');
if (!kubectl) process.stdout.write('The manifests are not built here: there is no kubectl.\n');

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- as YAML has it
  data?: Record<string, string>;
}

/** Gateways for tenants' own domains are gateways. */
const programOf = (name: string): string => (name === 'own-domains' ? 'gateway' : name);

/** Pods can be scaled, moved and reached; each process is given the settings and secrets that it knows, and no others. */
function expectWhatClustersNeed(documents: readonly Manifest[]): void {
  const of = (kind: string) => documents.filter((each) => each.kind === kind);
  const headless = of('Service').filter(({ spec }) => spec.clusterIP === 'None');
  expect(headless.map(({ metadata }) => metadata.name).sort()).toEqual([...SERVICES].sort());
  const [ingress] = of('Ingress');
  const settings = of('ConfigMap')[0]?.data ?? {};
  const domains = [settings.BASE_DOMAIN, `*.${settings.BASE_DOMAIN}`];
  expect(ingress?.spec.tls[0].hosts).toEqual(domains);
  expect(ingress?.spec.rules.map(({ host }: { host: string }) => host)).toEqual(domains);
  expect(settings.TRUST_PROXY).toBe('1');
  for (const { metadata, spec } of of('Deployment')) {
    const ownOf = (kind: string) => of(kind).find((each) => each.metadata.name === metadata.name)?.spec ?? {};
    expect(ownOf('Service').selector).toEqual(spec.selector.matchLabels);
    // A pod that two budgets select cannot be evicted.
    expect(ownOf('PodDisruptionBudget').selector).toEqual(spec.selector);
    expect(ownOf('HorizontalPodAutoscaler').scaleTargetRef.name).toBe(metadata.name);
    const {
      containers,
      terminationGracePeriodSeconds: grace,
      topologySpreadConstraints,
    } = spec.template.spec;
    const [{ image, envFrom, env = [], lifecycle, readinessProbe }] = containers;
    const name = programOf(metadata.name);
    expect(image).toMatch(new RegExp(`^registry\\.example\\.com/siteninja/${name}:.+`));
    expect(envFrom).toEqual([
      { configMapRef: { name: 'siteninja' } },
      { secretRef: { name: `siteninja-${name}` } },
    ]);
    const secret = secretsOf(name);
    const given = {
      ...settings,
      ...secret,
      ...environmentOf({ env }),
    };
    expect(() => readConfig(CONFIGURATIONS[name] ?? {}, given)).not.toThrow();
    const known = Object.keys({
      ...CONFIGURATIONS[name],
      MALLOC_ARENA_MAX: true,
      ...(name === 'gateway' ? { PREPARE_DATABASE: true } : { TRUST_PROXY: true }),
    });
    expect(Object.keys(given).filter((variable) => !known.includes(variable))).toEqual([]);
    expect(Number(lifecycle.preStop.exec.command[1]) + MAX_STOP_MS / 1_000).toBeLessThan(grace);
    expect(readinessProbe.failureThreshold).toBe(3);
    for (const { labelSelector } of topologySpreadConstraints) {
      expect(labelSelector.matchLabels).toEqual(spec.selector.matchLabels);
    }
  }
}

/** One Job makes the indexes and first data of all services, with each one's own image, settings and secret. */
function expectPreparedDatabases(documents: readonly Manifest[]): void {
  const jobs = documents.filter(({ kind }) => kind === 'Job');
  expect(jobs).toHaveLength(1);
  const settings = documents.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
  expect(settings.PREPARE_DATABASE).toBe('false');
  const { containers } = jobs[0]?.spec.template.spec ?? {};
  expect(containers.map(({ name }: { name: string }) => name).sort()).toEqual([...SERVICES].sort());
  for (const { name, image, command, envFrom, env = [] } of containers) {
    expect(image).toMatch(new RegExp(`^registry\\.example\\.com/siteninja/${name}:.+`));
    expect(command.at(-1)).toMatch(/ prepare$/);
    expect(envFrom.at(-1)).toEqual({ secretRef: { name: `siteninja-${name}` } });
    const given = { ...settings, ...secretsOf(name), ...environmentOf({ env }) };
    expect(() => readConfig(CONFIGURATIONS[name] ?? {}, given)).not.toThrow();
  }
}

/** What `npm run env -- kubernetes` makes for a process out of `npm run env` and the addresses. */
function secretsOf(name: string): Record<string, string> {
  const secrets = newSecrets();
  const upper = (each: string): string => each.toUpperCase();
  const environment = {
    ...Object.fromEntries(
      ['gateway', ...SERVICES].map((each) => [`${upper(each)}_SIGNING_KEY`, secrets.signingKeys[each]]),
    ),
    ...Object.fromEntries(
      SERVICES.map((each) => [`${upper(each)}_MONGODB_URI`, `mongodb://${each}:secret@db/?replicaSet=rs0`]),
    ),
    REDIS_URL: 'redis://redis',
    RABBITMQ_URL: 'amqp://rabbitmq',
    TRUSTED_KEYS: trustedKeys(secrets),
    ENCRYPTION_KEY: secrets.encryptionKey,
    REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
    PASSWORD_PEPPER: secrets.passwordPepper,
    SMTP_URL: 'smtp://mail',
    MAIL_FROM: 'no-reply@siteninja.example',
    SUPER_ADMIN_EMAIL: 'admin@siteninja.example',
    SUPER_ADMIN_PASSWORD: 'a password',
  };
  const list = kubernetesSecrets(environment);
  const found = list.items.find(({ metadata }) => metadata.name === `siteninja-${name}`);
  return found?.stringData ?? {};
}

const CONFIGURATIONS: Record<string, Fields> = {
  gateway: gatewayConfig,
  tenant: tenantConfig,
  content: contentConfig,
  identity: identityConfig,
  billing: billingConfig,
  asset: assetConfig,
  integration: integrationConfig,
};

/** The manifests of an overlay, a text each. */
function build(overlay: string): string[] {
  const folder = resolve(ROOT, 'deploy/k8s/overlays', overlay);
  return execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' }).split('\n---\n');
}

function environmentOf({ env = [] }: { env?: { name: string; value: string }[] }): Record<string, string> {
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

/** How many deployments each has. */
const OVERLAYS = {
  staging: SERVICES.length + 1,
  production: SERVICES.length + 1,
  'production-own-domains': SERVICES.length + 2,
};
const guarantee = kubectl ? it : it.skip;

describe('the ways to deploy', () => {
  guarantee.each(Object.entries(OVERLAYS))(
    'builds the %s manifests, each process hardened',
    (overlay, deploymentCount) => {
      const documents = build(overlay);
      const manifests = documents.map((text): Manifest => parse(text));
      expectWhatClustersNeed(manifests);
      expectPreparedDatabases(manifests);
      const deployments = documents.filter((text) => /^kind: Deployment$/m.test(text));
      expect(deployments).toHaveLength(deploymentCount);
      for (const deployment of deployments) {
        for (const wanted of [
          'readOnlyRootFilesystem: true',
          'runAsNonRoot: true',
          'path: /health/ready',
          'startupProbe',
        ]) {
          expect(deployment).toContain(wanted);
        }
      }
      const kinds = ['NetworkPolicy', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Service'];
      expect(manifests.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
    },
  );

  guarantee('gives own domains an address whose ports 80 and 443 reach gateways that end their TLS', () => {
    const manifests = build('production-own-domains').map((text): Manifest => parse(text));
    const find = (kind: string, name: string) => {
      const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
      if (!found) throw new Error(`There is no ${kind} ${name}.`);
      return found.spec;
    };
    const { type, externalTrafficPolicy, ports } = find('Service', 'own-domains');
    expect({ type, externalTrafficPolicy }).toEqual({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    const [container] = find('Deployment', 'own-domains').template.spec.containers;
    const environment = environmentOf(container);
    expect(environment).toMatchObject({ TLS_PORT: '8443', TRUST_PROXY: '0' });
    const portOf = (wanted: string) =>
      container.ports.find(({ name }: { name: string }) => name === wanted)?.containerPort;
    const reached = ports.map(({ port, targetPort }: { port: number; targetPort: string }) => [
      port,
      String(portOf(targetPort)),
    ]);
    expect(reached).toEqual([
      [80, '8080'],
      [443, environment.TLS_PORT],
    ]);
    const [open] = find('NetworkPolicy', 'own-domains').ingress;
    expect(open).toEqual({ ports: [{ port: 'http' }, { port: 'https' }] });
    const [tenant] = find('Deployment', 'tenant').template.spec.containers;
    expect(Object.keys(environmentOf(tenant))).toEqual(['ACME_DIRECTORY_URL', 'ACME_EMAIL']);
  });

  it('the image recipe copies what there is, and every workspace', () => {
    const recipe = readFileSync(resolve(ROOT, 'deploy/Dockerfile'), 'utf8');
    const copied = [...recipe.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    );
    expect(copied.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
    const { workspaces } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'));
    expect(copied).toEqual(
      expect.arrayContaining(workspaces.map((pattern: string) => pattern.replace('/*', ''))),
    );
  });

  it('the image of a service has the files besides its code that it reads', () => {
    const recipe = readFileSync(resolve(ROOT, 'deploy/Dockerfile'), 'utf8');
    expect(recipe).toContain('COPY --from=build /app/${SERVICE}/src ${SERVICE}/src');
    const tracked = execFileSync('git', ['ls-files', 'services/*/src', 'gateway/src'], { cwd: ROOT });
    const files = tracked.toString().trim().split('\n');
    // What tests read is not missed.
    const read = files.filter((file) => !file.endsWith('.ts') && !file.includes('/fixtures/'));
    const endings = new Set(read.map((file) => file.split('.').at(-1)));
    expect([...endings].filter((ending) => !recipe.includes(`! -name '*.${ending}'`))).toEqual([]);
  });

  it('has a compose file in which every process waits for what it needs, and no secret has a default', () => {
    const text = readFileSync(resolve(ROOT, 'docker-compose.yml'), 'utf8');
    const file = parse(text, { merge: true });
    const processes = ['gateway', ...SERVICES];
    expect(Object.keys(file.services).sort()).toEqual(
      [...processes, 'mailpit', 'mongodb', 'rabbitmq', 'redis', 's3'].sort(),
    );
    for (const name of processes) {
      const { depends_on: needs, environment, healthcheck } = file.services[name];
      expect(Object.keys(needs).sort()).toEqual(['mongodb', 'rabbitmq', 'redis']);
      expect(environment.SIGNING_KEY).toMatch(/^\$\{[A-Z]+_SIGNING_KEY:\?/);
      expect(healthcheck.test.join(' ')).toContain('/health/ready');
    }
  });

  it('gives every container a configuration whose every name the code knows', () => {
    const text = readFileSync(resolve(ROOT, 'docker-compose.yml'), 'utf8');
    const [environment = ''] = /x-environment:[\s\S]*?\n\n/.exec(text) ?? [];
    const set = [...environment.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => String(name));
    const known = Object.keys({ ...commonConfig, ...serviceConfig });
    expect(set.length).toBeGreaterThan(10);
    expect(set.filter((name) => !known.includes(name))).toEqual([]);
    for (const service of SERVICES) expect(text).toContain(`SERVICE: services/${service}`);
  });

  it('hands each container every setting of .env that its process knows, and no secret of another', () => {
    const file = parse(readFileSync(resolve(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
    // Chosen by the compose file, for tests, or for `npm start`.
    const chosen = [
      'MONGODB_DATABASE',
      'PREPARE_DATABASE',
      'RABBITMQ_EXPIRES_SECONDS',
      'OPENAPI_FILE',
      'UPLOAD_FOLDER',
      'BUNDLE_FOLDER',
      'BLOB_FOLDER',
      'MAIL_FOLDER',
      'ALLOW_EMBEDDED',
    ];
    for (const [name, fields] of Object.entries(CONFIGURATIONS)) {
      const { environment, user } = file.services[name];
      const given = Object.keys(environment);
      const known = Object.keys(fields);
      expect([name, given.filter((variable) => !known.includes(variable))]).toEqual([name, []]);
      const optional = name === 'gateway' ? ['TRUSTED_KEYS'] : [];
      expect([name, known.filter((each) => ![...given, ...chosen, ...optional].includes(each))]).toEqual([
        name,
        [],
      ]);
      for (const [variable, value] of Object.entries(environment)) {
        const [, source] = /^\$\{([A-Z0-9_]+)/.exec(String(value)) ?? [];
        if (source !== undefined) expect([variable, `${name.toUpperCase()}_SIGNING_KEY`]).toContain(source);
      }
      expect(user).not.toBe('0');
    }
    expect(file.services.gateway.environment).not.toHaveProperty('MONGODB_URI');
  });

  it('names every secret that is missing when secrets for Kubernetes are made', () => {
    expect(() => kubernetesSecrets({ REDIS_URL: 'redis://redis' })).toThrow(
      /GATEWAY_SIGNING_KEY.*TENANT_MONGODB_URI.*RABBITMQ_URL.*PASSWORD_PEPPER/,
    );
  });
});
