import type { EmulatorContext } from '../context';
import { asString } from '../json';
import type { ResourceRecord } from '../records';

/** Removes what the artifact store holds of a job; the trailing slash keeps job10 when job1 goes. */
export async function removeJobBlobs(job: ResourceRecord, context: EmulatorContext): Promise<void> {
  const workspace = context.state.list('workspaces', job.scope)[0];
  const account = asString(workspace?.body.account);
  if (account === undefined) return;
  await context.blobs.removePrefix(account, 'azureml', `ExperimentRun/dcid.${job.name}/`);
}
