import type { Arm } from '../../azure/arm';
import type { RunHistory } from '../../azure/run-history';
import { concurrently } from '../../storage/concurrently';
import { ArmJobs } from '../listing/arm-jobs';
import { textAt } from '../json';

/** As many runs as one page of run history holds: more are looked for in its lists. */
const few = 100;

/** Which of these runs still exist, in run history or in ARM. Without run history only what ARM knows is found. */
export async function existingRuns(
  arm: Arm,
  workspaceId: string,
  runHistory: RunHistory | undefined,
  names: readonly string[],
): Promise<Set<string>> {
  const existing = new Set<string>();
  for (const name of (await new ArmJobs(arm, workspaceId).read(names)).keys()) existing.add(name);
  const unknown = names.filter((name) => !existing.has(name));
  if (!runHistory || unknown.length === 0) return existing;
  if (unknown.length <= few) {
    await concurrently(unknown, 8, async (name) => {
      if (await runHistory.run(name)) existing.add(name);
    });
    return existing;
  }
  const wanted = new Set(unknown);
  for await (const body of runHistory.all()) {
    const run = textAt(body, 'runId') ?? '';
    if (wanted.has(run)) existing.add(run);
  }
  return existing;
}

/** Whether this can be the name of a run: names are read from paths in the storage, where anything may stand. */
export function canBeRun(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/');
}
