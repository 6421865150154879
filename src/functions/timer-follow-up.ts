import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { orchestrators } from '../orchestrators/names';
import { dueRequests } from '../requests/follow-ups';
import { logged } from '../scrubbed';

const isOpen = (status: df.OrchestrationRuntimeStatus) =>
  status === df.OrchestrationRuntimeStatus.Running || status === df.OrchestrationRuntimeStatus.Pending;

app.timer('timerFollowUp', {
  schedule: '%FOLLOW_UP_SCHEDULE%',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const client = df.getClient(context);
    try {
      for await (const { key, day } of dueRequests()) {
        // One instance per request and day of its row; one that ended with the row still there did not get through.
        const instanceId = `${key}-follow-up-${day}`;
        const known = await client.getStatus(instanceId).catch(() => undefined);
        if (known && isOpen(known.runtimeStatus)) continue;
        await client.startNew(orchestrators.followUp, { instanceId, input: { key, day } });
      }
    } catch (thrown) {
      throw logged('timerFollowUp', thrown, context);
    }
  },
});
