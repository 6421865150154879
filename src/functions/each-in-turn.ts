/**
 * Does the same for all, one after the other, also when it fails for some: one request that can't be read must not keep
 * the others waiting. `failed` is told of each failure, and the first one is thrown in the end.
 */
export async function eachInTurn<T>(
  all: AsyncIterable<T>,
  work: (one: T) => Promise<void>,
  failed: (one: T, thrown: unknown) => void,
): Promise<void> {
  let first: { thrown: unknown } | undefined;
  for await (const one of all) {
    try {
      await work(one);
    } catch (thrown) {
      failed(one, thrown);
      first ??= { thrown };
    }
  }
  if (first) throw first.thrown;
}
