/** What the driver calls the errors that it raises itself, by whether there is a server at all. */
const UNREACHABLE =
  /^Mongo(Network|ServerSelection|NotConnected|(Pool|Server|Topology|Client)Closed|PoolCleared)|^PoolCleared/;
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

/** Whether the other end of a socket had closed it; the driver lets this error through as it is. */
export function isBrokenPipe(error: unknown): error is Error {
  return hasInside(error, isEpipe);
}

function isEpipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

function isUnreachable(error: Error): boolean {
  return (
    UNREACHABLE.test(error.name) ||
    isEpipe(error) ||
    /before initial connection|bufferCommands/.test(error.message)
  );
}

function isLate(error: Error): boolean {
  const labels: unknown = 'errorLabels' in error ? error.errorLabels : [];
  return LATE.test(error.name) || (Array.isArray(labels) && labels.some((label) => PASSING.has(label)));
}

/** Asks an error, then those that it wraps: a bulk write names the error of its connection `errorResponse`. */
function hasInside(error: unknown, check: (error: Error) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (check(error)) return true;
  const response: unknown = 'errorResponse' in error ? error.errorResponse : undefined;
  return hasInside(response, check) || hasInside(error.cause, check);
}
