import type { Certificate } from '../../src/requests/certificate/certificate';
import type { OutcomeLine } from '../../src/requests/outcomes';
import type { PlanItem } from '../../src/requests/plan/plan';
import type { Listing } from '../../local/listing/list-everything';
import { workspaceId, type View, type World } from './harness';
import { contradictions } from './reality';

/** A request that is tried: what is asked of which workspaces, and how the approver decides. */
export interface Variant {
  workspaces: string[];
  /** Workspaces that are not asked for, on the same accounts. */
  neighbours?: string[];
  /** Storage accounts, and registries. */
  accounts: string[];
  request: object;
  /** More of the request's scope. */
  scope?: object;
  /** The approval, made from the plan's items. */
  decide?: (items: readonly PlanItem[]) => object;
  /** Runs between the plan and the approval. */
  meanwhile?: () => Promise<void>;
  /** How long each half may take, where the request is a large one. */
  seconds?: number;
}

/** What came of it. */
export interface Result {
  view: View;
  plan: PlanItem[];
  certificate: Certificate;
  /** Its outcome lines, the latest first. */
  lines: OutcomeLine[];
  /** What the certificate says and two independent listings deny. */
  wrong: string[];
  /** By type and name: what became of it. */
  outcome: (type: string, name: string) => string;
  /** Code and type of each gap. */
  gaps: string[];
  /** Paths of the blobs that are left on the variant's accounts. */
  left: string[];
}

/** Hands in a request, approves it and waits for its end. */
async function run(world: World, id: string, variant: Variant): Promise<Omit<Result, 'wrong' | 'left'>> {
  const scope = { workspaces: variant.workspaces.map((name) => workspaceId(name)), ...variant.scope };
  const answer = await world.call('POST', '/api/requests', 'requester', { requestId: id, ...variant.request, scope });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  const first = await world.until(id, ['awaiting_approval'], variant.seconds ?? 90);
  if (first.state === 'awaiting_approval') {
    await variant.meanwhile?.();
    const plan = await planOf(world, id);
    await world.approve(id, variant.decide?.(plan) ?? {});
  }
  const view = await world.end(id, variant.seconds ?? 90);
  const plan = await planOf(world, id);
  const { body: certificate } = await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader');
  const kept = new Map(certificate.results.kept.map((entry) => [entry.mark, `${entry.outcome} ${entry.reason ?? ''}`]));
  const outcome = (type: string, name: string) => {
    const item = plan.find((candidate) => candidate.type === type && candidate.name === name);
    return item ? (kept.get(item.mark ?? '')?.trim() ?? 'erased') : 'not planned';
  };
  const lines = await world.outcomes(certificate);
  return { view, plan, certificate, lines, outcome, gaps: certificate.gaps.map((gap) => `${gap.code} ${gap.type}`) };
}

async function planOf(world: World, id: string): Promise<PlanItem[]> {
  return (await world.call<{ items: PlanItem[] }>('GET', `/api/requests/${id}/plan`, 'reader')).body.items ?? [];
}

/** Everything of some variants, run side by side: what came of each, and what was there before and after. */
export async function runAll<Name extends string>(world: World, variants: Readonly<Record<Name, Variant>>) {
  const before = await world.listCustomers();
  const names = Object.keys(variants) as Name[];
  const done = await Promise.all(names.map((name) => run(world, name, variants[name])));
  const after = await world.listCustomers();
  const result = (name: Name): Result => {
    const own = done[names.indexOf(name)];
    if (!own) throw new Error(`${name} was not run.`);
    const { workspaces, neighbours = [], accounts } = variants[name];
    const ids = new Set([...workspaces, ...neighbours].map((entry) => workspaceId(entry).toLowerCase()));
    const partOf = (listing: Listing): Listing => ({
      records: listing.records.filter(
        (record) =>
          ids.has(record.workspace.toLowerCase()) || (record.type === 'registries' && accounts.includes(record.name)),
      ),
      blobs: listing.blobs.filter((blob) => accounts.includes(blob.account)),
      files: listing.files.filter((file) => accounts.includes(file.account)),
    });
    const [was, is] = [partOf(before), partOf(after)];
    const left = is.blobs.map((blob) => blob.path);
    return { ...own, left, wrong: contradictions(own.certificate, own.plan, was, is, own.lines) };
  };
  return result;
}
