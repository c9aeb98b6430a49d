import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { acceptsConnections, findOnPath, freePort } from '../../deploy/local/src/database/processes';
import { installSecantus, LOG_EACH_COMMIT } from '../../deploy/local/src/database/secantus';
import { SERVICES } from '../../libs/core/src';
import { rabbitMq } from '../setup/brokers/rabbitmq';
import { redis } from '../setup/brokers/redis';
import { Program } from './program';
import { ask, TenantAdmin } from './tenant-admin';

export const ROOT = join(__dirname, '..', '..');

/** The whole product, each part in a process of its own that a test may end and start again. */
export interface RunningProduct {
  database: Program;
  rabbitMq: Program;
  redis: Program;
  gateway: Program;
  service(name: string): Program;
  admin: TenantAdmin;
}

/** Where a product finds what it stores in, and what carries its events. */
interface Urls {
  MONGODB_URI: string;
  RABBITMQ_URL: string;
  REDIS_URL: string;
}

/** A folder of the test's own, removed with what was started in it. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'siteninja-chaos-'));
  private readonly programs: Program[] = [];
  private readonly reaper = spawn(process.execPath, [join(__dirname, 'reaper.js'), this.folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });

  private readonly reap = (processGroup: number): void => void this.reaper.stdin.write(`${processGroup}\n`);

  private add(program: Program): Program {
    this.programs.push(program);
    return program;
  }

  private async database(): Promise<Program> {
    const dataFolder = join(ROOT, '.data');
    const environment = await installSecantus({ dataFolder, env: process.env, progress: () => undefined });
    const [port, files] = [await freePort(), join(this.folder, 'database')];
    mkdirSync(files);
    const args = ['-I', '-m', 'secantus', '--config', join(environment, 'secantusd.toml')];
    args.push('--log-level', 'WARNING', '--host', '127.0.0.1', '--port', `${port}`, '--storage-path', files);
    const answers = (): Promise<boolean> => acceptsConnections(port);
    const env = { ...process.env, ...LOG_EACH_COMMIT };
    return this.add(new Program(port, join(environment, 'bin', 'python'), args, env, answers, this.reap));
  }

  private async redis(): Promise<Program> {
    const port = await freePort();
    const { args, url } = redis.ownServer(port, this.folder);
    const answers = (): Promise<boolean> => redis.ask(url).then(() => true);
    return this.add(new Program(port, REDIS_PROGRAM, args, process.env, answers, this.reap));
  }

  private async rabbitMq(): Promise<Program> {
    const [port, folder] = [await freePort(), join(this.folder, 'rabbitmq')];
    mkdirSync(folder);
    const { env, url } = rabbitMq.ownServer(port, folder);
    const answers = (): Promise<boolean> => rabbitMq.ask(url).then(() => true);
    const command = rabbitMqProgram() ?? 'rabbitmq-server';
    return this.add(new Program(port, command, [], { ...process.env, ...env }, answers, this.reap));
  }

  /**
   * Starts brokers, database, gateway and services, none of which the machine shares with anybody.
   * @param through by which other addresses gateway and services reach them, if any
   */
  async startProduct(
    env: NodeJS.ProcessEnv = {},
    through: (urls: Urls) => Promise<Urls> = (urls) => Promise.resolve(urls),
  ): Promise<RunningProduct> {
    const [database, rabbitMq, redis] = [await this.database(), await this.rabbitMq(), await this.redis()];
    await Promise.all([compile(), database.start(), rabbitMq.start(), redis.start()]);
    const urls = await through({
      MONGODB_URI: `mongodb://127.0.0.1:${database.port}/?directConnection=true`,
      RABBITMQ_URL: `amqp://guest:guest@127.0.0.1:${rabbitMq.port}`,
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    });
    const programs = await this.product({ ...urls, ...env });
    await Promise.all([...programs.values()].map((program) => program.start()));
    const service = (name: string): Program => {
      const program = programs.get(name);
      if (!program) throw new Error(`There is no ${name}.`);
      return program;
    };
    const gateway = service('gateway');
    const admin = await TenantAdmin.register(gateway.port, 'chaos');
    return { database, rabbitMq, redis, gateway, service, admin };
  }

  /** Gateway and services, to be started. */
  private async product(env: NodeJS.ProcessEnv): Promise<Map<string, Program>> {
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
    return this.add(new Program(port, process.execPath, [script, name], own, answers, this.reap));
  }

  async close(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.end('SIGKILL')));
    const reaped = once(this.reaper, 'exit');
    this.reaper.stdin.end();
    await reaped;
  }
}

function rabbitMqProgram(): string | undefined {
  return rabbitMq.knownPaths.find((file) => existsSync(file));
}

const REDIS_PROGRAM = 'redis-server';

/** `describe`, or on a machine without the brokers' programs its skipping, which says why. */
export function describeWithBrokers(name: string, tests: () => void): void {
  const missing = [
    ...(rabbitMqProgram() === undefined ? ['rabbitmq-server'] : []),
    ...(findOnPath(REDIS_PROGRAM, process.env) === undefined ? [REDIS_PROGRAM] : []),
  ];
  if (missing.length === 0) describe(name, tests);
  else describe.skip(`${name} (skipped: this machine has no ${missing.join(' and no ')})`, tests);
}

/** Compiles what the processes run. */
export async function compile(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', ROOT]);
}
