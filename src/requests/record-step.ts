import { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { boundedWait } from '../resources/erasing/delete-record';
import { resourceType } from '../resources/registry';
import type { EraseContext, ResourceType, Step } from '../resources/resource-type';
import { openRunHistory } from '../resources/workspace';
import { areEmpty } from '../storage/bytes';
import type { ByteRange } from '../storage/uri';
import { contentsKept } from './contents';
import { noteFollowUp } from './follow-ups';
import { intend, intendedRefs, isIntended, isIntendedWithParents } from './intents';
import { workspaceOf } from './known-workspaces';
import type { PlanItem } from './plan/plan';
import { identifiersOf } from './plan/selection';
import { loadRequest } from './request-store';
import { absentBefore } from './shard-results';
import type { LoadedShard, ShardInput } from './shard-work';

/** Input of the steps that change records. */
export interface StepInput extends ShardInput {
  phase: 'quiesce' | 'record';
  /** How often this shard was looked at in this phase. */
  round: number;
  /** Last result of erasing the shard's bytes. */
  bytes?: string;
  /** Document that says who else owns bytes of the plan, made when erasing started. */
  sharing?: string;
  /** Last links of the phases before, first to last, and of this one so far. */
  history?: string[];
  soFar?: string;
}

/** What all steps of one look at a shard have in common. */
export interface SharedContext extends Pick<
  EraseContext,
  'workspace' | 'arm' | 'reader' | 'runHistory' | 'isEmpty' | 'request'
> {
  /** References of what was brought to rest, where those are few. */
  quiesced: ReadonlySet<string> | undefined;
  /** References of what was gone before anything was erased. */
  absent: ReadonlySet<string>;
}

/** Reads what the steps of a shard need to know. */
export async function contextOf(input: StepInput, { plan, workspaceId, type }: LoadedShard): Promise<SharedContext> {
  const reader = new Arm('reader');
  // Only where things are: nothing is decided by it, so that one look serves all shards of the phase.
  const workspace = await workspaceOf(input.key, new Arm('reader', `${input.key} ${input.phase}`), workspaceId);
  if (!workspace) throw new Error('The workspace of this shard was never seen.');
  const { runHistory } = await openRunHistory(workspace);
  const phases = [...(input.history ?? []), ...(input.soFar ? [input.soFar] : [])];
  const scope = plan.workspaces;
  const request: EraseContext['request'] = {
    scope,
    exports: plan.action !== 'erase',
    identifiers: identifiersOf((await loadRequest(input.key)).request),
    contentsKept: (whole) => contentsKept(plan, phases, { workspace: whole, arm: reader, scope }),
  };
  const quiesced = resourceType(type).quiesce && (await intendedRefs(input.key, 'quiesce'));
  const isEmpty = (ranges: readonly ByteRange[]) => areEmpty(ranges);
  const absent = await absentBefore(input.history ?? [], input.shard);
  return { workspace, reader, arm: new Arm('eraser'), runHistory, isEmpty, request, quiesced, absent };
}

/**
 * Takes one item a step further: begins to change it, or looks at the operation that was begun. What fails is said of the
 * item alone; throws only where the call has to give way.
 */
export async function stepOf(
  input: StepInput,
  shard: LoadedShard,
  type: ResourceType,
  shared: SharedContext,
  item: PlanItem,
  operation: string | undefined,
): Promise<Step> {
  const phase = input.phase;
  const context: EraseContext = {
    ...shared,
    operation,
    // What has an operation under way was begun by us; it is looked at often, and its intents don't change any more.
    intended: operation !== undefined || (await isBegun(input, type, item, shared.absent)),
    touched:
      item.live === true ||
      operation !== undefined ||
      (type.quiesce !== undefined &&
        (shared.quiesced?.has(item.ref) ?? (await isIntended(input.key, 'quiesce', item.ref)))),
    intend: async () => void (await intend(input.key, phase, item.ref)),
    followUp: (begun, dueBy) =>
      noteFollowUp(input.key, { ref: item.ref, type: item.type, operation: begun, detail: item.detail ?? {}, dueBy }),
  };
  const inUseAccepted = shard.decision?.acceptInUse.includes(item.ref) ?? false;
  try {
    const target = { ...item, inUseAccepted };
    if (phase === 'record') return await type.erase(context, target);
    return (await type.quiesce?.(context, target)) ?? { state: 'done', outcome: 'already_absent' };
  } catch (thrown) {
    const error = asAzureError(thrown);
    // One item that keeps failing must not hold up the others of its shard.
    if (error.transient) {
      const told = error.waitSeconds;
      const wait = told === undefined ? {} : { retryAfterSeconds: boundedWait(told) };
      return { state: 'waiting', operation, fault: error.code, ...wait };
    }
    return { state: 'done', outcome: error.status === 403 ? 'blocked' : 'failed', reason: error.code };
  }
}

/** Whether this request's intent is on record to change the item, or what takes it along if it was there until then. */
function isBegun(
  { key, phase }: StepInput,
  type: ResourceType,
  item: PlanItem,
  absent: ReadonlySet<string>,
): Promise<boolean> {
  if (phase === 'record' && type.erasure === 'bytes only') return isIntended(key, 'bytes', item.ref);
  return absent.has(item.ref) ? isIntended(key, phase, item.ref) : isIntendedWithParents(key, phase, item);
}
