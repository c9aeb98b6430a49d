/** Waits for all, also when one has failed: `end` then makes the others fail too. @throws what failed first */
export async function together(works: readonly Promise<void>[], end: (error: Error) => void): Promise<void> {
  let first: Error | undefined;
  await Promise.all(
    works.map((work) =>
      work.catch((error: unknown) => {
        if (first !== undefined) return;
        first = error instanceof Error ? error : new Error('The archive was broken off.', { cause: error });
        end(first);
      }),
    ),
  );
  if (first !== undefined) throw first;
}
