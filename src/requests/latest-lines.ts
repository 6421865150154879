import type { LatestLines } from './reverification';
import { outcomeLines, phaseResults } from './shard-results';

/**
 * The last lines about erasing the items of a shard, by their references. `phases` are the last links of the phases,
 * first to last.
 */
export async function latestLines(phases: readonly string[], shard: number): Promise<Map<string, LatestLines>> {
  const lines = new Map<string, LatestLines>();
  for (const phase of phases) {
    const last = (await phaseResults(phase)).get(shard);
    if (!last) continue;
    for await (const line of outcomeLines(last)) {
      if (line.step !== 'erase') continue;
      const known: LatestLines = lines.get(line.ref) ?? { blobs: new Map() };
      if (line.kind === 'item') known.item = line;
      else known.blobs.set(line.id, line);
      lines.set(line.ref, known);
    }
  }
  return lines;
}
