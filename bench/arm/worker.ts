import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { Arm, machineLearningApiVersion } from '../../src/azure/arm';
import { subscriptionOf } from '../../src/azure/arm-id';
import { credentialFor } from '../../src/azure/credential';
import { settings } from '../../src/config/settings';

/** Which client sends the calls: the app's own, or the SDK's with the retries that it comes with. */
export type Client = 'app' | 'sdk';

/** What one process did; times in milliseconds since 1970. */
export interface Share {
  begun: number;
  ended: number;
  /** Deletions by the status of their answer. */
  statuses: Record<string, number>;
}

/** Callers at once: as many as a few shards of a request have. */
const callers = 64;

/** Deletes resources (a client, then ids as arguments) and prints a `Share` as JSON. */
async function main([client, ...ids]: readonly string[]): Promise<void> {
  const send = client === 'sdk' ? bySdk(ids[0] ?? '') : byApp();
  const statuses: Share['statuses'] = {};
  const left = [...ids];
  const begun = Date.now();
  const lane = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const status = await send(id);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, lane));
  const share: Share = { begun, ended: Date.now(), statuses };
  console.log(JSON.stringify(share));
}

function byApp(): (id: string) => Promise<number> {
  const arm = new Arm('eraser');
  return async (id) => (await arm.send('DELETE', id)).status;
}

function bySdk(someId: string): (id: string) => Promise<number> {
  const { CLOUD_ARM_ENDPOINT, CLOUD_ARM_AUDIENCE } = settings();
  const client = new AzureMachineLearningWorkspaces(credentialFor('eraser'), subscriptionOf(someId), {
    endpoint: CLOUD_ARM_ENDPOINT,
    credentialScopes: [`${CLOUD_ARM_AUDIENCE}/.default`],
  });
  const query = `api-version=${machineLearningApiVersion}`;
  return async (id) => {
    const request = createPipelineRequest({ url: `${CLOUD_ARM_ENDPOINT}${id}?${query}`, method: 'DELETE' });
    return (await client.sendRequest(request)).status;
  };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
