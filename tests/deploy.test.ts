import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { SERVICES } from '../libs/core/src';
import { commonConfig } from '../libs/http/src';
import { serviceConfig } from '../libs/service/src';

const ROOT = resolve(__dirname, '..');
const has = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const kubectl = has('kubectl', 'kustomize', '--help');
if (!kubectl) process.stdout.write('The manifests are not built here: there is no kubectl.\n');

describe('the ways to deploy', () => {
  (kubectl ? it : it.skip).each(['staging', 'production'])(
    'builds the %s manifests, each process hardened',
    (overlay) => {
      const built = execFileSync('kubectl', ['kustomize', resolve(ROOT, 'deploy/k8s/overlays', overlay)], {
        encoding: 'utf8',
      });
      const documents = built.split('\n---\n');
      const deployments = documents.filter((text) => /^kind: Deployment$/m.test(text));
      expect(deployments).toHaveLength(SERVICES.length + 1);
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
      for (const kind of ['NetworkPolicy', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Service']) {
        expect(
          documents.filter((text) => new RegExp(`^kind: ${kind}$`, 'm').test(text)).length,
        ).toBeGreaterThan(0);
      }
    },
  );

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

  it('has a compose file in which every process waits for what it needs, and no secret has a default', () => {
    const text = readFileSync(resolve(ROOT, 'docker-compose.yml'), 'utf8');
    const file = parse(text, { merge: true });
    const processes = ['gateway', ...SERVICES];
    expect(Object.keys(file.services).sort()).toEqual([...processes, 'mongodb', 'rabbitmq', 'redis'].sort());
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
});
