import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configurationDocument } from '../deploy/local/src/configuration';
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
const guides = readdirSync(resolve(ROOT, 'docs'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`);
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
  it('has a row for exactly the variables that the code knows, each with its meaning', () => {
    const table = [...read('docs/configuration.md').matchAll(/^\| `([A-Z0-9_]+)` \|(.*) \|$/gm)];
    expect(table.map(([, name]) => name).sort()).toEqual(known.sort());
    const meaningless = table.filter(([, , cells = '']) => !/\| \S[^|]*\.$/.test(cells));
    expect(meaningless.map(([row]) => row)).toEqual([]);
  });

  it('keeps docs/configuration.md as `npm run build` would write it now', () => {
    expect(read('docs/configuration.md')).toBe(configurationDocument());
  });

  it('offers no variable in .env.example that the code does not know', () => {
    const offered = [...read('.env.example').matchAll(/^#?([A-Z0-9_]+)=/gm)].map(([, name]) => String(name));
    expect(offered.length).toBeGreaterThan(10);
    expect(offered.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [
      ...`${readme}${architecture}${contributing}${guides.map(read).join('')}`.matchAll(
        /npm run (?:--silent )?([a-z:-]*[a-z])/g,
      ),
    ];
    expect(named.length).toBeGreaterThan(5);
    expect(named.map(([, name]) => name).filter((name) => name === undefined || !(name in scripts))).toEqual(
      [],
    );
  });

  it('names files and folders that exist', () => {
    const paths = `${architecture}${contributing}`.matchAll(
      /`((?:libs|services|gateway|deploy|tests|\.ci)\/[\w./-]*|[\w-]+\.(?:json|js|yml))`/g,
    );
    const links = ['README.md', ...guides].flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) =>
        join(dirname(file), path),
      ),
    );
    const named = [...[...paths].map(([, path]) => String(path)), ...links];
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

  const blocks = [...section('A walk').matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block]) => String(block));
  const walk = (port = product.port, lines = blocks.join('')) => bash(lines, { PORT: String(port) });

  it('works line by line in one bash session, as often as one likes, and no link of its site leads nowhere', async () => {
    expect(blocks.length).toBeGreaterThan(5);
    const hosts: string[] = [];
    for (const time of [1, 2]) {
      const { code, output } = await walk();
      expect({ time, code, output: code === 0 ? '' : output }).toEqual({ time, code: 0, output: '' });
      expect(output).toContain('/ is published, version 1');
      expect(output).toContain('200 image/png');
      expect(output).toContain('auth.forbidden');
      expect(output).toMatch(/received page\.updated, number \d+ of this tenant: Plumbers in Bristol/);
      const { host } = new URL(/^http:\S+\/$/m.exec(output)?.[0] ?? '');
      hosts.push(host);
      const page = await product.client.site(host);
      expect([page.status, page.text.includes('<h1>Hot water again by tonight</h1>')]).toEqual([200, true]);
      const links = [...page.text.matchAll(/ href="(\/[^"#]*)/g)].map(([, path]) => String(path));
      expect(links.length).toBeGreaterThan(5);
      for (const path of new Set(links)) {
        expect([path, (await product.client.site(host, path)).status]).toEqual([path, 200]);
      }
    }
    expect(new Set(hosts).size).toBe(2);
  }, 620_000);

  it('stops at an answer that is an error, and says which', async () => {
    const lines = `${blocks[0]}\nREGISTERED=$(call data.user.id $API/auth/register -H "$JSON" -d "$REGISTRATION")
      echo 'It went on.'`;
    const { code, output } = await walk(product.port, lines);
    expect(code).not.toBe(0);
    expect(output).toMatch(/taken|already/);
    expect(output).not.toContain('It went on.');
  }, 60_000);

  it('stops where nothing listens, and says what to do', async () => {
    const { code, output } = await walk(1);
    expect(code).not.toBe(0);
    expect(output).toContain('is npm start running, on this PORT?');
  }, 60_000);
});

/** Runs lines as they would be pasted. */
function bash(lines: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  return new Promise((done, failed) => {
    const shell = spawn('bash', ['-e', '-o', 'pipefail', '-s'], {
      cwd: ROOT,
      timeout: 300_000,
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    shell.on('error', failed);
    shell.on('close', (code) => done({ code, output }));
    shell.stdin.end(lines);
  });
}
