import type { EmulatorContext } from '../context';
import type { ResourceRecord } from '../records';
import { artifactStoreOf } from './artifact-store';

/** Removes what the artifact store holds of a job; the trailing slash keeps job10 when job1 goes. */
export async function removeJobBlobs(job: ResourceRecord, context: EmulatorContext): Promise<void> {
  const store = artifactStoreOf(job.scope, context);
  if (store === undefined) return;
  await context.blobs.removePrefix(store.account, store.container, `ExperimentRun/dcid.${job.name}/`);
}
