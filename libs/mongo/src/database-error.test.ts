import { isDatabaseUnavailable } from '@siteninja/core';
import { Error as MongooseErrors, mongo } from 'mongoose';

const lost = new mongo.MongoNetworkError('connection 1 to 127.0.0.1:27017 closed', {});
const notPrimary = new mongo.MongoServerError({ code: 10_107, codeName: 'NotWritablePrimary' });
const duplicate = new mongo.MongoServerError({ code: 11_000 });
const bulkResult: mongo.BulkWriteResult = Object.create(null);
const topology: mongo.TopologyDescription = Object.create(null);

/** Every class of error by which the driver says that there is no database to ask. */
const UNAVAILABLE: [string, Error][] = [
  ['a lost connection', lost],
  ['a socket that timed out', new mongo.MongoNetworkTimeoutError('connection 1 timed out', {})],
  ['no server to choose', new mongo.MongoServerSelectionError('Server selection timed out', topology)],
  ['no server at the start', new MongooseErrors.MongooseServerSelectionError('connect ECONNREFUSED')],
  ['a client that is not connected', new mongo.MongoNotConnectedError('Client must be connected')],
  ['a topology that is closed', new mongo.MongoTopologyClosedError()],
  ['a server that is closed', new mongo.MongoServerClosedError()],
  ['a client that was closed', new mongo.MongoClientClosedError()],
  ['an operation that took too long', new mongo.MongoOperationTimeoutError('Timed out')],
  ['a lost connection in a bulk write', new mongo.MongoBulkWriteError(lost, bulkResult)],
  ['a lost connection as a cause', new mongo.MongoRuntimeError('Failed', { cause: lost })],
  ['a server that is not primary', notPrimary],
  ['a server that is not primary, in a bulk write', new mongo.MongoBulkWriteError(notPrimary, bulkResult)],
  ['a server that stops, to a read', new mongo.MongoServerError({ code: 11_600 })],
  ['a write that clashed', new mongo.MongoServerError({ code: 112 })],
];

/** Errors of what was asked. */
const OURS: [string, Error][] = [
  ['a duplicate key', duplicate],
  ['a duplicate key in a bulk write', new mongo.MongoBulkWriteError(duplicate, bulkResult)],
  ['a command that is not valid', new mongo.MongoServerError({ code: 9 })],
  ['an argument that is not valid', new mongo.MongoInvalidArgumentError('No such option')],
];

describe("the driver's errors", () => {
  it.each(UNAVAILABLE)('%s is a database that is unavailable', (_what, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(isDatabaseUnavailable(new Error('The write failed.', { cause: error }))).toBe(true);
  });

  it.each(OURS)('%s is not', (_what, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
