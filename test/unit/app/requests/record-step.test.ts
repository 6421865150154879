import { AzureError } from '../../../../src/azure/azure-error';
import type { PlanItem } from '../../../../src/requests/plan/plan';
import { stepOf, type SharedContext, type StepInput } from '../../../../src/requests/record-step';
import type { LoadedShard } from '../../../../src/requests/shard-work';
import type { ResourceType } from '../../../../src/resources/resource-type';

const input = { key: 'k', plan: 'plan', shard: 0, phase: 'record', round: 1 } as StepInput;
const step = (thrown: AzureError) => {
  const type: Pick<ResourceType, 'erase'> = { erase: () => Promise.reject(thrown) };
  const shared = { absent: new Set() } as unknown as SharedContext;
  return stepOf(input, {} as LoadedShard, type as ResourceType, shared, { ref: 'r' } as PlanItem, '/operations/1');
};
const refusal = (status: number, transient: boolean, seconds?: number) =>
  new AzureError(status, `Http${status}`, 'Refused.', transient, seconds);

describe('a step that a service refuses', () => {
  it('is tried again when the service says, but within the hour, and keeps its operation', async () => {
    const waiting = { state: 'waiting', operation: '/operations/1', fault: 'Http429' };
    expect(await step(refusal(429, true, 300))).toEqual({ ...waiting, retryAfterSeconds: 300 });
    expect(await step(refusal(429, true, 86_400))).toEqual({ ...waiting, retryAfterSeconds: 3_600 });
    expect(await step(refusal(429, true))).toEqual(waiting);
  });

  it('has ended where it is refused for good', async () => {
    expect(await step(refusal(403, false, 9))).toEqual({ state: 'done', outcome: 'blocked', reason: 'Http403' });
    expect(await step(refusal(400, false))).toEqual({ state: 'done', outcome: 'failed', reason: 'Http400' });
  });
});
