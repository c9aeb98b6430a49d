const DUPLICATE_KEY = 11_000;

/** Whether a write would have put the same values into a unique index twice (E11000). */
export function isDuplicateKey(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}
