import { isDatabaseUnavailable } from './database-error';

const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error('It failed.'), { name, ...more });

describe('isDatabaseUnavailable', () => {
  it.each([
    'MongoNetworkError',
    'MongoNetworkTimeoutError',
    'MongoServerSelectionError',
    'MongoOperationTimeoutError',
    'MongoPoolClearedError',
    'PoolClearedOnNetworkError',
    'MongoWaitQueueTimeoutError',
    'MongoNotConnectedError',
    'MongoTopologyClosedError',
    'MongoServerClosedError',
  ])('%s means that the database is unavailable', (name) => {
    expect(isDatabaseUnavailable(named(name))).toBe(true);
  });

  it.each([
    ['a lost connection inside a bulk write', { errorResponse: named('MongoNetworkError') }],
    ['a closed socket inside a bulk write', { errorResponse: Object.assign(new Error(), { code: 'EPIPE' }) }],
    ['a connection that was reset', { code: 'ECONNRESET' }],
    ['a lost connection as the cause', { cause: named('MongoNetworkError') }],
    ['a server that is no longer primary', { errorLabels: ['RetryableWriteError'] }],
    ['a transaction that clashed', { errorLabels: ['TransientTransactionError'] }],
  ])('%s means that the database is unavailable', (_, more) => {
    expect(isDatabaseUnavailable(named('MongoBulkWriteError', more))).toBe(true);
  });

  it.each([
    ['a duplicate key', named('MongoServerError', { code: 11_000, errorLabels: [] })],
    ['a duplicate key in a bulk write', named('MongoBulkWriteError', { errorResponse: { code: 11_000 } })],
    ['a programming error', new TypeError('x is not a function')],
    ['what is no error', 'MongoNetworkError'],
  ])('%s does not mean that the database is unavailable', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
