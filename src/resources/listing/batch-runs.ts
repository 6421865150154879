import { childId } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { endpointApiVersion } from './deployments';
import { isEnded } from './job-walk';
import { objectAt, textAt } from '../json';

/** What runs at this moment for batch endpoints: job ids by the id, in lower case, of an endpoint or deployment. */
export type BatchRuns = ReadonlyMap<string, readonly string[]>;

/**
 * Jobs that were started by batch endpoints and have not ended. Invoking an endpoint makes a job that names endpoint
 * and deployment in its properties (`azureml.endpointname`, `azureml.deploymentname`, as recorded answers of the
 * service show; no reference says so). A job without them can't be told from any other.
 */
export async function runningBatchJobs(arm: Arm, workspaceId: string): Promise<BatchRuns> {
  const runs = new Map<string, string[]>();
  const add = (id: string, job: string) => runs.set(id.toLowerCase(), [...(runs.get(id.toLowerCase()) ?? []), job]);
  for await (const body of arm.list(`${workspaceId}/jobs?listViewType=All`, endpointApiVersion)) {
    const properties = objectAt(body, 'properties');
    if (isEnded(textAt(properties, 'status') ?? '')) continue;
    const own = objectAt(properties, 'properties');
    const endpoint = textAt(own, 'azureml.endpointname');
    if (!endpoint) continue;
    const job = childId(workspaceId, 'jobs', textAt(body, 'name') ?? '');
    const endpointId = childId(workspaceId, 'batchEndpoints', endpoint);
    add(endpointId, job);
    const deployment = textAt(own, 'azureml.deploymentname');
    if (deployment) add(childId(endpointId, 'deployments', deployment), job);
  }
  return runs;
}
