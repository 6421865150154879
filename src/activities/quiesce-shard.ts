import type { ShardInput } from '../requests/shard-work';
import { stepRecords, type StepResult } from './step-records';

/** Brings the jobs and schedules of a shard to rest: cancelled and ended, disabled. Called until nothing is pending. */
export function quiesceShard(input: ShardInput & { round: number }): Promise<StepResult> {
  return stepRecords({ ...input, phase: 'quiesce' });
}
