import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { dropPending, findStatus, pendingRequests } from '../requests/request-store';
import { isTerminal } from '../requests/states';
import { start } from '../requests/submit';
import { logged } from '../scrubbed';

app.timer('timerReconcile', {
  schedule: '%RECONCILE_SCHEDULE%',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const client = df.getClient(context);
    try {
      for await (const key of pendingRequests()) {
        const status = await findStatus(key);
        if (status && (status.started || isTerminal(status.state))) await dropPending(key);
        else if (status) await start(client, key);
        // Without a status its sender got an error, or is being served right now: the sender's next try completes it.
      }
    } catch (thrown) {
      throw logged('timerReconcile', thrown, context);
    }
  },
});
