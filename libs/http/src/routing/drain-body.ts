import { type IncomingMessage } from 'node:http';

/** Milliseconds. */
const PATIENCE = 30_000;

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads, and forgets, what is left of a body that was refused. A proxy that is still sending when the answer
 * comes and the connection closes takes that for a failure, and never passes the answer on.
 */
export async function drainBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed || !hasBody(request)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    for (const end of ['end', 'close', 'error']) request.once(end, done);
    request.resume();
  });
}
