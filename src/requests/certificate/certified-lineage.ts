import { Documents } from '../../storage/documents';
import type { LineageLine, Plan, PlanItem } from '../plan/plan';
import type { CertifiedLineage } from './certificate';
import { refOf } from '../keys';
import type { Outcome, OutcomeLine } from '../outcomes';

const documents = new Documents();

/** Outcomes after which a thing can't be read any more. */
const gone: ReadonlySet<Outcome> = new Set(['deleted', 'soft_deleted', 'archived_only', 'already_absent']);

/** What of a plan is gone, from the outcome lines of a request. Lines must come latest first. */
export class ErasedItems {
  private readonly touched = new Set<string>();
  private readonly records = new Map<string, Outcome>();

  /** Adds an outcome line of any kind and step. */
  add({ ref, kind, step, outcome }: Pick<OutcomeLine, 'ref' | 'kind' | 'step' | 'outcome'>): void {
    if (step !== 'erase') return;
    if (gone.has(outcome)) this.touched.add(ref);
    if (kind === 'item' && !this.records.has(ref)) this.records.set(ref, outcome);
  }

  /** Whether the record or any bytes of an item were erased. */
  inPart(ref: string): boolean {
    return this.touched.has(ref);
  }

  /** Whether the item as a whole is gone. */
  asAWhole(ref: string): boolean {
    const outcome = this.records.get(ref);
    return outcome !== undefined && gone.has(outcome);
  }
}

/**
 * The models of a plan's lineage whose data really went: the record or some bytes of at least one item that was read
 * were erased. `mark` stands for an ARM id; models that are still there have their names beside it, because somebody
 * has to find them. Deployments that were erased are left out.
 */
export async function certifiedLineage(
  plan: Pick<Plan, 'lineage' | 'shards'> | undefined,
  erased: Pick<ErasedItems, 'inPart' | 'asAWhole'>,
  mark: (id: string) => string,
): Promise<CertifiedLineage[]> {
  const lines: LineageLine[] = [];
  if (!plan) return [];
  for await (const line of documents.lines<LineageLine>(plan.lineage)) {
    const reads = line.reads.filter((ref) => erased.inPart(ref));
    if (reads.length > 0) lines.push({ ...line, reads });
  }
  const ids = await idsOf(plan, new Set(lines.flatMap(({ reads }) => reads)));
  return lines.map((line) => certify(line, ids, erased, mark));
}

/** One model as the certificate has it. `ids`: ARM ids by reference. */
export function certify(
  { ref, id, name, version, workspace, jobs, reads, deployments }: LineageLine,
  ids: ReadonlyMap<string, string>,
  erased: Pick<ErasedItems, 'asAWhole'>,
  mark: (id: string) => string,
): CertifiedLineage {
  const isGone = erased.asAWhole(ref);
  return {
    model: { mark: mark(id), ...(isGone ? {} : { name, version }), workspace },
    jobs: jobs.map(mark),
    reads: reads.flatMap((read) => ids.get(read) ?? []).map(mark),
    deployments: deployments.filter((deployment) => !erased.asAWhole(refOf(deployment))),
    erased: isGone,
  };
}

/** Reads the plan's items only if there is anything to look up. */
async function idsOf(plan: Pick<Plan, 'shards'>, wanted: ReadonlySet<string>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const shard of wanted.size > 0 ? plan.shards : []) {
    for await (const { ref, id } of documents.lines<PlanItem>(shard.items)) if (wanted.has(ref)) ids.set(ref, id);
  }
  return ids;
}
