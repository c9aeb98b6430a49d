import { createRequire } from 'node:module';
import { type Socket } from 'node:net';

type ConnectionClass = new (socket: Socket, options: object) => object;

/** Of the driver that mongoose has; neither of them exports the class. */
function driverConnection(): ConnectionClass {
  const fromMongoose = createRequire(require.resolve('mongoose'));
  const driver: unknown = fromMongoose('mongodb/lib/cmap/connection');
  const found: unknown = typeof driver === 'object' && driver !== null && Reflect.get(driver, 'Connection');
  if (!isClass(found)) throw new Error('The driver of MongoDB has no Connection.');
  return found;
}

const isClass = (value: unknown): value is ConnectionClass => typeof value === 'function';

/**
 * A connection of the driver whose commands all end. In mongodb 7.8 a command that waits for the socket to drain is
 * not told that the socket has closed: it waits for ever, and its place in the pool with it. Woken up, it throws what
 * the connection was lost by.
 */
export class DriverConnection extends driverConnection() {
  constructor(socket: Socket, options: object) {
    super(socket, options);
    // By now the driver's own listener has noted why.
    socket.once('close', () => socket.emit('drain'));
  }
}
