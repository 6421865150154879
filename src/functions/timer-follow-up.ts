import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { orchestrators } from '../orchestrators/names';
import { dueRequests } from '../requests/due-dates';
import { logged } from '../scrubbed';

const isOpen = (status: df.OrchestrationRuntimeStatus) =>
  status === df.OrchestrationRuntimeStatus.Running || status === df.OrchestrationRuntimeStatus.Pending;

app.timer('timerFollowUp', {
  schedule: '%FOLLOW_UP_SCHEDULE%',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const client = df.getClient(context);
    try {
      const begun = new Set<string>();
      for await (const { key, day } of dueRequests()) {
        // One instance per request; one that ended with the row still there did not get through. A second row of a
        // request, which after a long outage may be due as well, is for the next time.
        const instanceId = `${key}-follow-up`;
        if (begun.has(key)) continue;
        begun.add(key);
        const known = await client.getStatus(instanceId).catch(() => undefined);
        if (known && isOpen(known.runtimeStatus)) continue;
        await client.startNew(orchestrators.followUp, { instanceId, input: { key, day } });
      }
    } catch (thrown) {
      throw logged('timerFollowUp', thrown, context);
    }
  },
});
