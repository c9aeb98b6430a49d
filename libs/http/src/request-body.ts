import { type IncomingMessage, type Server } from 'node:http';

/** How long a client whose request is answered may be silent before the rest of its body. */
const LINGER_IDLE_MS = 5_000;
/** How long the rest of its body may take. */
const LINGER_MS = 30_000;

export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * A request may be answered before its body has come. The rest is then read and forgotten, because many clients read
 * no answer before they have sent everything; one that dawdles is cut off. The connection is not closed at once: that
 * would reset it, and the client might lose the answer (RFC 9112 §9.6).
 */
export function lingerAfterEarlyAnswers(server: Server): void {
  server.on('request', (request, response) => {
    // Before Node's own listener, which may close the connection.
    if (hasBody(request)) response.prependOnceListener('finish', () => discardRest(request));
  });
}

function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  const cut = (): void => void socket.destroy();
  // Where the connection ends with this answer, only our side of it is closed as yet.
  let isLast = false;
  socket.destroySoon = () => {
    isLast = true;
    socket.end();
  };
  const deadline = setTimeout(cut, LINGER_MS).unref();
  let idle = setTimeout(cut, LINGER_IDLE_MS).unref();
  request.on('data', () => {
    clearTimeout(idle);
    idle = setTimeout(cut, LINGER_IDLE_MS).unref();
  });
  for (const end of ['end', 'close']) {
    request.once(end, () => {
      clearTimeout(deadline);
      clearTimeout(idle);
      Reflect.deleteProperty(socket, 'destroySoon');
      if (isLast) socket.destroySoon();
    });
  }
  request.unpipe();
  request.resume();
}

/** What a body that comes too slowly may take, as Apache's mod_reqtimeout has it. */
export interface BodyPace {
  /** Seconds that every body has. */
  graceSeconds: number;
  /** Each time as many bytes have come, the body has a second more. */
  bytesPerSecond: number;
}

/**
 * Calls `onLate` once a body comes slower than its pace. Time in which this process does not read it does not count.
 */
export function watchBody(request: IncomingMessage, pace: BodyPace, onLate: () => void): void {
  if (!hasBody(request)) return;
  const { socket } = request;
  const receivedBefore = socket.bytesRead;
  let deadline = performance.now() + pace.graceSeconds * 1_000;
  const look = (): void => {
    if (request.complete || request.destroyed) return;
    if (request.readableLength >= request.readableHighWaterMark) deadline += CHECK_INTERVAL_MS;
    const earnedMs = ((socket.bytesRead - receivedBefore) / pace.bytesPerSecond) * 1_000;
    if (performance.now() < deadline + earnedMs) schedule();
    else onLate();
  };
  let timer: NodeJS.Timeout;
  const schedule = (): void => {
    timer = setTimeout(look, CHECK_INTERVAL_MS).unref();
  };
  schedule();
  for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer));
}

const CHECK_INTERVAL_MS = 500;
