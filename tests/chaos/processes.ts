import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, rmdirSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rabbitMq } from '../setup/brokers/rabbitmq';
import { redis } from '../setup/brokers/redis';
import { acceptsConnections, findOnPath, freePort } from '../../deploy/local/src/database/processes';
import { installSecantus, LOG_EACH_COMMIT } from '../../deploy/local/src/database/secantus';
import { SERVICES } from '../../libs/core/src';
import { until } from '../../libs/testing/src';

export const ROOT = join(__dirname, '..', '..');
/** Milliseconds for a process to answer; the machine may be busy with other tests. */
const STARTING = 25_000;

/** A program that a test starts, ends and starts again, on the same port and with the same files. */
export class Program {
  child: ChildProcess | undefined;
  output = '';

  constructor(
    readonly port: number,
    private readonly command: string,
    private readonly args: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly answers: () => Promise<boolean>,
  ) {}

  /** @throws with what it said, where it ends before it answers */
  async start(): Promise<void> {
    await this.spawn();
    await until(async () => this.hasEnded() || (await this.answers().catch(() => false)), STARTING);
    if (this.hasEnded()) throw new Error(`${this.command} ${this.args.join(' ')} ended: ${this.output}`);
  }

  /** Starts it without waiting for an answer. */
  spawn(): Promise<void> {
    this.output = '';
    // A group of its own: what it has started itself ends with it.
    const child = spawn(this.command, this.args, { env: this.env, detached: true });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (some) => (this.output += some));
    this.child = child;
    return Promise.resolve();
  }

  /** @returns the exit code, null where the signal ended it, and how long that took */
  async end(signal: NodeJS.Signals): Promise<{ code: number | null; milliseconds: number }> {
    const { child } = this;
    if (!child?.pid || this.hasEnded()) return { code: child?.exitCode ?? null, milliseconds: 0 };
    const began = Date.now();
    const exited = once(child, 'exit');
    if (signal === 'SIGKILL') process.kill(-child.pid, signal);
    else child.kill(signal);
    await exited;
    return { code: child.exitCode, milliseconds: Date.now() - began };
  }

  hasEnded(): boolean {
    return this.child?.exitCode !== null || this.child.signalCode !== null;
  }
}

/** A folder of the test's own, removed with what was started in it. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'siteninja-chaos-'));
  private readonly programs: Program[] = [];

  private add(program: Program): Program {
    this.programs.push(program);
    return program;
  }

  async database(): Promise<Program> {
    const dataFolder = join(ROOT, '.data');
    const environment = await installSecantus({ dataFolder, env: process.env, progress: () => undefined });
    const [port, files] = [await freePort(), join(this.folder, 'database')];
    mkdirSync(files);
    const args = ['-I', '-m', 'secantus', '--config', join(environment, 'secantusd.toml')];
    args.push('--log-level', 'WARNING', '--host', '127.0.0.1', '--port', `${port}`, '--storage-path', files);
    const answers = (): Promise<boolean> => acceptsConnections(port);
    const env = { ...process.env, ...LOG_EACH_COMMIT };
    return this.add(new Program(port, join(environment, 'bin', 'python'), args, env, answers));
  }

  async redis(): Promise<Program> {
    const port = await freePort();
    const { args, url } = redis.ownServer(port, this.folder);
    const answers = (): Promise<boolean> => redis.ask(url).then(() => true);
    return this.add(new Program(port, 'redis-server', args, process.env, answers));
  }

  async rabbitMq(): Promise<Program> {
    const [port, folder] = [await freePort(), join(this.folder, 'rabbitmq')];
    mkdirSync(folder);
    const { env, url } = rabbitMq.ownServer(port, folder);
    const answers = (): Promise<boolean> => rabbitMq.ask(url).then(() => true);
    const command = rabbitMqProgram() ?? 'rabbitmq-server';
    return this.add(new Program(port, command, [], { ...process.env, ...env }, answers));
  }

  /** Gateway and services, each in a process of its own; started by the caller. */
  async product(env: NodeJS.ProcessEnv): Promise<Map<string, Program>> {
    const names = ['gateway', ...SERVICES];
    const ports = new Map<string, number>();
    while (ports.size < names.length) {
      const port = await freePort();
      if (![...ports.values()].includes(port)) ports.set(names[ports.size] ?? '', port);
    }
    const urls = SERVICES.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports.get(name)}`]);
    const all = { ...Object.fromEntries(urls), ...env };
    return new Map(names.map((name) => [name, this.service(name, ports.get(name) ?? 0, all)]));
  }

  service(name: string, port: number, env: NodeJS.ProcessEnv): Program {
    const script = join(ROOT, 'deploy', 'local', 'dist', 'start-service.js');
    const { PATH, HOME } = process.env;
    const own = { PATH, HOME, RATE_LIMIT_SCALE: '1000', DATA_FOLDER: this.folder, PORT: `${port}`, ...env };
    const answers = async (): Promise<boolean> => (await ask(port, '/health/ready')).status === 200;
    return this.add(new Program(port, process.execPath, [script, name], own, answers));
  }

  async close(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.end('SIGKILL')));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function rabbitMqProgram(): string | undefined {
  return rabbitMq.knownPaths.find((file) => existsSync(file));
}

/** The tests' RabbitMQ, names of one's own on it: for what is not about the broker. */
export function sharedBroker(): NodeJS.ProcessEnv {
  const name = `chaos${randomBytes(5).toString('hex')}.`;
  return { RABBITMQ_URL: process.env.TEST_RABBITMQ_URL, RABBITMQ_PREFIX: name };
}

export function hasRedis(): boolean {
  return findOnPath('redis-server', process.env) !== undefined;
}

/** Says what is skipped, and why, where the machine lacks something. */
export function describeWhere(has: boolean, missing: string, name: string, tests: () => void): void {
  if (has) describe(name, tests);
  else describe.skip(`${name} (skipped: this machine has no ${missing})`, tests);
}

/** Compiles what the processes run; one test file at a time. */
export async function compile(): Promise<void> {
  const turn = join(ROOT, 'deploy', 'local', 'dist.compiling');
  const mine = (): boolean => {
    mkdirSync(turn);
    return true;
  };
  await until(mine, 90_000).catch(() => undefined);
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', ROOT]);
  } finally {
    rmdirSync(turn);
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  // Of whatever form; the tests say what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  milliseconds: number;
}

/** One request. @throws where there is no answer within 10 s */
export async function ask(port: number, path: string, init: RequestInit = {}): Promise<Answer> {
  const began = Date.now();
  const url = `http://127.0.0.1:${port}${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init });
  const sent = await response.text();
  const body = sent.startsWith('{') ? JSON.parse(sent) : sent;
  return { status: response.status, headers: response.headers, body, milliseconds: Date.now() - began };
}

/** An owner, with the pages of their new tenant; their requests. */
export class Owner {
  private constructor(
    private readonly port: number,
    readonly tenantId: string,
    private readonly token: string,
    readonly pageId: string,
  ) {}

  static async register(port: number, subdomain: string): Promise<Owner> {
    const tenant = { name: subdomain, businessName: subdomain, businessType: 'Plumbing', subdomain };
    const login = { email: `${subdomain}@example.com`, password: `correct horse ${subdomain}` };
    const { status, body } = await post(port, '/api/auth/register', { ...login, name: 'Pat', tenant });
    if (status !== 201) throw new Error(JSON.stringify(body));
    const { accessToken, activeTenantId: tenantId } = body.data;
    const headers = { authorization: `Bearer ${accessToken}` };
    const pages = `/api/tenants/${tenantId}/pages`;
    const made = await until(async () => (await ask(port, pages, { headers })).body.data.items[0], 20_000);
    return new Owner(port, tenantId, accessToken, made.id);
  }

  read(path = `/pages/${this.pageId}`): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}` };
    return ask(this.port, `/api/tenants/${this.tenantId}${path}`, { headers });
  }

  /** Changes the page; by its id the request is found in the audit log. */
  write(requestId: string, title = requestId): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'x-request-id': requestId,
    };
    const body = JSON.stringify({ title });
    const path = `/api/tenants/${this.tenantId}/pages/${this.pageId}`;
    return ask(this.port, path, { method: 'PUT', headers, body });
  }

  /** Request id → how many entries of the audit log name it, for the changes of the page. */
  async audited(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    let cursor = '';
    do {
      const { status, body } = await this.read(`/audit-logs?limit=100&action=page.update${cursor}`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      for (const { requestId } of body.data.items) counts.set(requestId, (counts.get(requestId) ?? 0) + 1);
      const { nextCursor } = body.data.pagination;
      cursor = nextCursor ? `&cursor=${nextCursor}` : '';
    } while (cursor);
    return counts;
  }
}

export function post(port: number, path: string, body: object, more: Record<string, string> = {}) {
  const headers = { 'content-type': 'application/json', ...more };
  return ask(port, path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Writes `count` times, `lanes` at once. @returns the status by request id; 0 where there was no answer */
export async function writeMany(
  owner: Owner,
  count: number,
  lanes: number,
  now: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const id = `write-${next++}`;
      const answer = await owner.write(id).catch(() => ({ status: 0 }));
      statuses.set(id, answer.status);
      await now(statuses.size);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return statuses;
}
