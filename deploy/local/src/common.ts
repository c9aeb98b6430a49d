import { resolve } from 'node:path';

/** The git-ignored folder of an installation: DATA_FOLDER, or `.data` in the repository. */
export function dataFolderOf(env: NodeJS.ProcessEnv): string {
  return resolve(env['DATA_FOLDER'] ?? resolve(__dirname, '../../../.data'));
}

/** The gateway's port. @throws where PORT is none */
export function portFrom(env: NodeJS.ProcessEnv): number {
  const port = Number(env['PORT'] ?? 8080);
  if (Number.isInteger(port) && port > 0 && port <= 65_529) return port;
  throw new Error(`PORT must be a number from 1 to 65529: ${env['PORT'] ?? ''}`);
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((go) => {
    let asked = false;
    const signal = (): void => {
      if (asked) process.exit(1);
      asked = true;
      go();
    };
    process.on('SIGINT', signal);
    process.on('SIGTERM', signal);
  });
}
