import { Arm } from '../../src/azure/arm';

/** What one process did; times in milliseconds since 1970. */
export interface Share {
  begun: number;
  ended: number;
  /** Deletions by the status of their answer. */
  statuses: Record<string, number>;
}

/** Callers at once: as many as a few shards of a request have. */
const callers = 64;

/** Deletes resources (ids as arguments) as the app does, through its own `Arm`, and prints a `Share` as JSON. */
async function main(ids: readonly string[]): Promise<void> {
  const arm = new Arm('eraser');
  const statuses: Share['statuses'] = {};
  const left = [...ids];
  const begun = Date.now();
  const lane = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const { status } = await arm.send('DELETE', id);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, lane));
  const share: Share = { begun, ended: Date.now(), statuses };
  console.log(JSON.stringify(share));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
