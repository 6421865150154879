import type { ShardInput } from '../requests/shard-work';
import { stepRecords, type StepResult } from './step-records';

/** Takes the records of a shard one step towards being erased. Called until nothing is pending. */
export function eraseRecords(input: ShardInput & { round: number; bytes?: string }): Promise<StepResult> {
  return stepRecords({ ...input, phase: 'record' });
}
