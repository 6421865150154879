import { inventoryLines } from './inventory';
import { normaliseIdentity } from '../../subjects/subject';
import type { Learned } from './selection';

/** The last few things that were learned: every listing of a request asks for the same. Pages never change. */
const lately = new Map<string, Promise<Learned>>();

/**
 * What the job inventories teach: which jobs are surely the subject's, and by which names and UPNs run history knows
 * them. Only strong matches teach; a namesake's job would teach the wrong things.
 */
export function learnFrom(jobPages: readonly string[]): Promise<Learned> {
  const key = jobPages.join(' ');
  const known = lately.get(key);
  if (known) return known;
  const learned = learn(jobPages);
  learned.catch(() => lately.delete(key));
  if (lately.size >= 4) lately.clear();
  lately.set(key, learned);
  return learned;
}

async function learn(jobPages: readonly string[]): Promise<Learned> {
  const jobs = new Map<string, Set<string>>();
  const displayNames = new Set<string>();
  const principals = new Set<string>();
  const objectIds = new Map<string, string>();
  for await (const line of inventoryLines(jobPages)) {
    if (line.type !== 'job' || line.evidence.strength !== 'strong') continue;
    const key = line.workspace.toLowerCase();
    jobs.set(key, (jobs.get(key) ?? new Set()).add(line.found.name));
    if (line.evidence.rule !== 'object_id' && line.evidence.rule !== 'principal') continue;
    for (const actor of line.found.actors) {
      if (actor.source !== 'run_history') continue;
      if (actor.displayName) displayNames.add(actor.displayName);
      if (actor.principal) principals.add(actor.principal);
      if (actor.objectId) objectIds.set(normaliseIdentity(actor.objectId), actor.objectId);
    }
  }
  // Two object ids under one UPN are two people: then none is theirs for sure.
  const [objectId] = objectIds.size === 1 ? objectIds.values() : [];
  const names = { displayNames: [...displayNames].sort(), principals: [...principals].sort() };
  return { jobs, ...names, ...(objectId ? { objectId } : {}) };
}
