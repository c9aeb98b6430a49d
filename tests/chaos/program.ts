import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../libs/testing/src';

/** For a process to answer; the machine may be busy with other tests. */
const START_TIMEOUT_MS = 60_000;

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
    private readonly onStart: (processGroup: number) => void,
  ) {}

  /** @throws with what it said, where it ends before it answers */
  async start(): Promise<void> {
    await this.spawn();
    await until(async () => this.hasEnded() || (await this.answers().catch(() => false)), START_TIMEOUT_MS);
    if (this.hasEnded()) throw new Error(`${this.command} ${this.args.join(' ')} ended: ${this.output}`);
  }

  /** Starts it without waiting for an answer. */
  spawn(): Promise<void> {
    this.output = '';
    // A group of its own: what it has started itself ends with it.
    const child = spawn(this.command, this.args, { env: this.env, detached: true });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (some) => (this.output += some));
    this.child = child;
    if (child.pid !== undefined) this.onStart(child.pid);
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
