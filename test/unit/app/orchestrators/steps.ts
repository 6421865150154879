import type { Call, Script } from './world';

/** What the activities of a request answer, where a test says nothing else. */
export interface Setting {
  exports: boolean;
  erases: boolean;
  dryRun: boolean;
  needsApproval: boolean;
  expiryDays: number;
  /** Number of shards in each stage of the plan. */
  stages: number[];
  /** The state at whose beginning somebody has asked to stop. */
  cancelAt?: string;
  /** Rounds of verification in which a shard still has leftovers. */
  leftovers: Record<number, number>;
  /** Activities that always fail, by name, or by name and shard: `eraseBytes 1`. */
  failing: string[];
  /** Rounds for which records are pending. */
  pendingRounds: number;
  /** Steps that sealing the package takes. */
  sealingSteps: number;
}

const usual: Setting = {
  ...{ exports: true, erases: true, dryRun: false, needsApproval: false, expiryDays: 14 },
  ...{ stages: [2, 1], leftovers: {}, failing: [], pendingRounds: 0, sealingSteps: 1 },
};

/** Activities that answer as the real ones do when all goes well, or as the setting says. */
export function steps(setting: Partial<Setting> = {}): Script {
  const is = { ...usual, ...setting };
  const verified = new Map<number, number>();
  const plan = () => {
    let from = 0;
    return is.stages.map((count) => ({ type: 'job', quiesces: true, from, to: (from += count) }));
  };
  return {
    activity({ name, input }: Call, attempt: number): unknown {
      const shard = Number(input.shard);
      if (is.failing.includes(name) || is.failing.includes(`${name} ${shard}`)) throw new Error('fails');
      const result = `${name}-${shard}`;
      switch (name) {
        case 'openRequest':
          return {
            ...{ exports: is.exports, erases: is.erases, dryRun: is.dryRun, workspaces: 1, types: ['job', 'model'] },
            ...{ approvalExpiryDays: is.expiryDays, verifyRounds: 2, pollRounds: 10 },
          };
        case 'recordStage':
          return { cancelled: input.state === is.cancelAt };
        case 'inventoryPage':
        case 'probeUnhandled':
          return { page: `${String(input.pass)}-${String(input.type)}`, done: true, selected: 1 };
        case 'freezePlan':
          return { blob: 'plan', hash: 'hash', gaps: 0, items: 3, needsApproval: is.needsApproval, stages: plan() };
        case 'checkDecision':
          return { verdict: verdictOf(input.blob), blob: input.blob ?? 'automatic' };
        case 'prepareShard':
        case 'eraseBytes':
          return { result, done: true, cancelled: false };
        case 'quiesceShard':
        case 'eraseRecords': {
          const pending = Number(input.round) <= is.pendingRounds ? 1 : 0;
          return { result: `${result}-${String(input.round)}`, pending, retryAfterSeconds: 30, cancelled: false };
        }
        case 'verifyShard': {
          const round = (verified.get(shard) ?? 0) + 1;
          verified.set(shard, round);
          return { result: `${result}-${round}`, remaining: round <= (is.leftovers[shard] ?? 0) ? 1 : 0 };
        }
        case 'linkResults':
          return `link-${String(input.phase)}-${attempt}-after-${String(input.previous)}`;
        case 'sealPackage':
          return sealing(input, is.sealingSteps);
        case 'rebuildSharing':
          return { sharing: 'sharing', gaps: [] };
        case 'compareWithPlan':
          return { result: 'compared', gaps: 'gaps' };
        case 'issueCertificate':
          return { state: input.state ?? 'completed' };
        case 'notify':
          return undefined;
        default:
          throw new Error(`The test knows no activity ${name}.`);
      }
    },
  };
}

function verdictOf(blob: unknown): 'approve' | 'reject' | 'void' {
  if (blob === undefined || blob === 'yes') return 'approve';
  return blob === 'no' ? 'reject' : 'void';
}

function sealing(input: Record<string, unknown>, steps: number): unknown {
  const at = Number(input.at ?? 0) + 1;
  if (at < steps) return { contents: 'contents', at };
  return { package: { contents: 'contents', files: 1, bytes: 2, manifestSha256: 'm' } };
}
