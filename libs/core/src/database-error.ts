import { types } from 'node:util';

/** What the driver calls the errors that it raises itself, by whether there is a server at all. */
const UNREACHABLE =
  /^Mongo(ose)?(Network|ServerSelection|NotConnected|(Pool|Server|Topology|Client)Closed|PoolCleared)|^PoolCleared/;
const LATE = /^Mongo(OperationTimeout|WaitQueueTimeout)/;

/** Labels of errors that the server or the driver expects to be over when the operation is tried again. */
const PASSING = new Set([
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
  'RetryableWriteError',
  'RetryableError',
  'SystemOverloadedError',
]);

/**
 * Whether an operation failed because the database was unreachable, overloaded or between two primaries, and not
 * because of what was asked of it. Recognised by name and label, so that nobody has to load the driver for it.
 */
export function isDatabaseUnavailable(error: unknown): error is Error {
  return isDatabaseUnreachable(error) || hasInside(error, isLate);
}

/** Whether an operation failed because there was no connection to the database. */
export function isDatabaseUnreachable(error: unknown): error is Error {
  return hasInside(error, isUnreachable);
}

/** Whether the other end of a socket had closed or reset it; the driver lets these errors through as they are. */
export function isBrokenConnection(error: unknown): error is Error {
  return hasInside(error, isOfSocket);
}

function isOfSocket(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}

function isUnreachable(error: Error): boolean {
  return (
    UNREACHABLE.test(error.name) ||
    isOfSocket(error) ||
    /before initial connection|bufferCommands|buffering timed out/.test(error.message)
  );
}

/**
 * Codes of a server that stops, steps down, is not primary, or lost a race or its time; the driver labels them for
 * writes alone. (src/mongo/base/error_codes.yml)
 */
const PASSING_CODES = new Set([
  6, 7, 24, 50, 89, 91, 112, 134, 189, 262, 9001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

function isLate(error: Error): boolean {
  const labels: unknown = 'errorLabels' in error ? error.errorLabels : [];
  const isLabelled = Array.isArray(labels) && labels.some((label) => PASSING.has(label));
  const code: unknown = error.name.startsWith('Mongo') && 'code' in error ? error.code : undefined;
  return LATE.test(error.name) || isLabelled || (typeof code === 'number' && PASSING_CODES.has(code));
}

/** Where errors of the driver keep the error that they wrap; a bulk write has that of its connection as a response. */
const WRAPPED_IN = ['errorResponse', 'cause', 'error', 'originalError', 'reason'];

/** Asks an error, then those that it wraps. */
function hasInside(error: unknown, check: (error: Error) => boolean, depth = 0): boolean {
  // The driver lets Node's own errors through, which in another realm, such as a test's, are of another class.
  if (!types.isNativeError(error) || depth > MAX_WRAPPED) return false;
  const wrapped = (name: string): unknown => Reflect.get(error, name);
  return check(error) || WRAPPED_IN.some((name) => hasInside(wrapped(name), check, depth + 1));
}

/** An error may have itself inside. */
const MAX_WRAPPED = 5;
