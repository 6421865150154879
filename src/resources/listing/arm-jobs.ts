import type { Arm, Json } from '../../azure/arm';
import { childId } from '../../azure/arm-id';
import { concurrently } from '../../storage/concurrently';
import { textAt } from '../json';

/** What is known of a workspace's jobs so far, and where their list goes on. */
interface Reading {
  bodies: Map<string, Json>;
  next?: string;
  pages: number;
  asked: number;
}

/**
 * Reads jobs by name from ARM, by its list as long as that costs fewer calls than asking for each: the budget of reads
 * is 25 a second. One reader serves one activity call; what it has seen may be old for another.
 */
export class ArmJobs {
  private readonly reading: Reading;

  constructor(
    private readonly arm: Arm,
    private readonly workspaceId: string,
  ) {
    this.reading = { bodies: new Map(), next: `${workspaceId}/jobs?listViewType=All`, pages: 0, asked: 0 };
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
    if (!reading.next) return found;
    const unknown = names.filter((name) => !found.has(name));
    const asked = await concurrently(unknown, 8, (name) => this.arm.get(childId(this.workspaceId, 'jobs', name)));
    for (const [index, name] of unknown.entries())
      for (const [, body] of pair(name, asked[index])) found.set(name, body);
    return found;
  }
}

function pair(name: string, body: Json | undefined): [string, Json][] {
  return body ? [[name, body]] : [];
}
