import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gatewayConfig } from '../gateway/src/config';
import { serviceConfig } from '../libs/service/src';
import { assetConfig } from '../services/asset/src/config';
import { billingConfig } from '../services/billing/src/config';
import { contentConfig } from '../services/content/src/config';
import { identityConfig } from '../services/identity/src/config';
import { integrationConfig } from '../services/integration/src/config';
import { tenantConfig } from '../services/tenant/src/config';
import { startTestProduct, type TestProduct } from './e2e/product';

const ROOT = resolve(__dirname, '..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');
const readme = read('README.md');
const architecture = read('ARCHITECTURE.md');
const contributing = read('CONTRIBUTING.md');

const known = Object.keys({
  ...serviceConfig,
  ...gatewayConfig,
  ...assetConfig,
  ...billingConfig,
  ...contentConfig,
  ...identityConfig,
  ...integrationConfig,
  ...tenantConfig,
  // Read by `npm start` alone, which makes the configuration of all processes from it.
  DATA_FOLDER: true,
});

/** A part of the README, by its heading of the second level. */
function section(heading: string): string {
  const [, after = ''] = readme.split(`\n## ${heading}\n`);
  if (after === '') throw new Error(`The README has no section "${heading}".`);
  return after.split('\n## ')[0] ?? '';
}

describe('what the documents say', () => {
  it('has a row for exactly the variables that the code knows', () => {
    const rows = [...section('Configuration').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(known.sort());
  });

  it('offers no variable in .env.example that the code does not know', () => {
    const offered = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => String(name));
    expect(offered.length).toBeGreaterThan(10);
    expect(offered.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...`${readme}${architecture}${contributing}`.matchAll(/npm run (?:--silent )?([a-z:]+)/g)];
    expect(named.length).toBeGreaterThan(5);
    expect(named.map(([, name]) => name).filter((name) => name === undefined || !(name in scripts))).toEqual(
      [],
    );
  });

  it('names files and folders that exist', () => {
    const paths = `${architecture}${contributing}`.matchAll(
      /`((?:libs|services|gateway|deploy|tests|\.ci)\/[\w./-]*|[\w-]+\.(?:json|js|yml))`/g,
    );
    const links = readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g);
    const named = [...paths, ...links].map(([, path]) => String(path));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
  });

  it('names tests that exist, for every invariant', () => {
    const [, invariants = ''] = architecture.split('\n## Invariants\n');
    const rows = [...(invariants.split('\n## ')[0] ?? '').matchAll(/^\| .+ \| `([^`]+)` \| (.+) \|$/gm)];
    expect(rows.length).toBeGreaterThan(15);
    const missing = rows.filter(([, file = '', name = '']) => !read(file).includes(name));
    expect(missing.map(([row]) => row)).toEqual([]);
  });
});

describe('the walk', () => {
  let product: TestProduct;
  beforeAll(async () => {
    product = await startTestProduct();
  }, 60_000);
  afterAll(() => product.stop(), 30_000);

  it('works line by line in one bash session, and ends with the edited page for all to see', async () => {
    const blocks = [...section('A walk').matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block]) => block);
    expect(blocks.length).toBeGreaterThan(5);
    const { code, output } = await bash(blocks.join('').replaceAll('8080', String(product.port)));
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    expect(output).toContain('/ is published, version 1');
    expect(output).toContain('200 image/png');
    expect(output).toContain('auth.forbidden');
    const page = await product.client.site('copper-kettle.localhost');
    expect([page.status, page.text.includes('<h1>Hot water again by tonight</h1>')]).toEqual([200, true]);
  }, 60_000);
});

/** Runs lines as they would be pasted, and stops at the first that fails. */
function bash(lines: string): Promise<{ code: number | null; output: string }> {
  return new Promise((done, failed) => {
    const shell = spawn('bash', ['-e', '-o', 'pipefail', '-s'], { cwd: ROOT, timeout: 50_000 });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    shell.on('error', failed);
    shell.on('close', (code) => done({ code, output }));
    shell.stdin.end(lines);
  });
}
