import { randomUUID } from 'node:crypto';
import type { Plan } from '../requests/plan/plan';
import { updateStatus, type Progress } from '../requests/request-store';
import { phaseResults, type PhaseLink, stepsFolder } from '../requests/shard-results';
import { Documents } from '../storage/documents';

/** Input of the activity. */
export interface LinkInput extends PhaseLink {
  key: string;
  phase: string;
  /** Plan document. */
  plan: string;
  /** Whether this is what a person who watches the state waits for, and not work on the way to it. */
  watched: boolean;
}

const documents = new Documents();

/** How many items of each type the phase has behind it: absolute numbers, so that a repetition counts nothing twice. */
async function progressOf(plan: Plan, link: string): Promise<Progress> {
  const done = await phaseResults(link);
  const progress: Progress = {};
  for (const [index, shard] of plan.shards.entries()) {
    const entry = (progress[shard.type] ??= { done: 0, total: 0 });
    entry.total += shard.items.count;
    if (done.has(index)) entry.done += shard.items.count;
  }
  return progress;
}

/** Adds the results of a chunk of shards to the chain of its phase, and tells watchers; returns the new link. */
export async function linkResults(input: LinkInput): Promise<string> {
  const { key, phase, previous, entries } = input;
  const name = `${stepsFolder(key)}/${phase}-link-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, { previous, entries } satisfies PhaseLink);
  if (input.watched) {
    const progress = await progressOf(await documents.needFixed<Plan>(input.plan), name);
    await updateStatus(key, () => ({ progress }));
  }
  return name;
}
