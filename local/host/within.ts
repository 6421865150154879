/** Waits for `work`, but at most `patience` milliseconds; true when it ended in time. Rejects when it does. */
export async function within(patience: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  return Promise.race([work.then(() => true), expired]).finally(() => clearTimeout(timer));
}
