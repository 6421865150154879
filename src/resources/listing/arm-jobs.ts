import type { Arm, Json } from '../../azure/arm';
import { childId } from '../../azure/arm-id';
import { concurrently } from '../../storage/concurrently';
import { textAt } from '../json';

/** What is known of a workspace's jobs so far, and where their list goes on. */
interface Reading {
  /** Read and not yet asked for. */
  bodies: Map<string, Json>;
  /** Names of which the list told, and whose bodies are not kept any more. */
  told: Set<string>;
  next?: string;
  pages: number;
  asked: number;
}

/** Bodies that are kept ahead of being asked for: about 40 MB. */
const limit = 20_000;

/**
 * Reads jobs by name from ARM, by its list as long as that costs fewer calls than asking for each: the budget of reads
 * is 25 a second. The list is read once, however often names are asked for: what it has told may be old by then.
 */
export class ArmJobs {
  private readonly reading: Reading;

  constructor(
    private readonly arm: Arm,
    private readonly workspaceId: string,
  ) {
    const next = `${workspaceId}/jobs?listViewType=All`;
    this.reading = { bodies: new Map(), told: new Set(), next, pages: 0, asked: 0 };
  }

  /** The jobs that ARM has of these names. Children are usually not among them. */
  async read(names: readonly string[]): Promise<ReadonlyMap<string, Json>> {
    const { reading } = this;
    reading.asked += names.length;
    while (reading.next && reading.pages < reading.asked / 2) {
      const page = await this.arm.page(reading.next);
      for (const body of page.value) reading.bodies.set(textAt(body, 'name') ?? '', body);
      reading.next = page.next;
      reading.pages += 1;
    }
    const found = new Map(names.flatMap((name) => pair(name, reading.bodies.get(name))));
    const unknown = names.filter((name) => !found.has(name) && (reading.next || reading.told.has(name)));
    for (const name of found.keys()) this.drop(name);
    for (const name of reading.bodies.keys()) {
      if (reading.bodies.size <= limit) break;
      this.drop(name);
    }
    const asked = await concurrently(unknown, 8, (name) => this.arm.get(childId(this.workspaceId, 'jobs', name)));
    for (const [index, name] of unknown.entries())
      for (const [, body] of pair(name, asked[index])) found.set(name, body);
    return found;
  }

  private drop(name: string): void {
    this.reading.bodies.delete(name);
    this.reading.told.add(name);
  }
}

/** Readers that are kept, and the milliseconds after which one that nobody used is not. */
const readers = 4;
const keepsMs = 60_000;
const kept = new Map<string, { reader: ArmJobs; usedAt: number }>();

/**
 * One reader for all calls of a look that list a workspace: a large one is listed by hundreds of calls, each of which
 * would begin with the first page again. Without a look each call has a reader of its own.
 */
export function armJobs(arm: Arm, workspaceId: string): ArmJobs {
  if (arm.look === undefined) return new ArmJobs(arm, workspaceId);
  const name = `${arm.look} ${workspaceId}`;
  const now = performance.now();
  for (const [other, { usedAt }] of kept) if (now - usedAt > keepsMs) kept.delete(other);
  const reader = kept.get(name)?.reader ?? new ArmJobs(arm, workspaceId);
  kept.delete(name);
  kept.set(name, { reader, usedAt: now });
  for (const oldest of kept.keys()) if (kept.size > readers) kept.delete(oldest);
  return reader;
}

function pair(name: string, body: Json | undefined): [string, Json][] {
  return body ? [[name, body]] : [];
}
