import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { now } from '../config/clock';
import { settings } from '../config/settings';
import { appFolder } from '../config/software';
import { RequestError } from '../errors';
import { lastDue, policiesSchema, requestOfPolicy, type RetentionPolicy } from '../requests/retention';
import { submit } from '../requests/submit';

app.timer('timerSweep', {
  schedule: '%SWEEP_SCHEDULE%',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    for (const policy of await readPolicies()) {
      const due = lastDue(policy.schedule, now());
      if (!due) continue;
      const { requestId, request } = requestOfPolicy(policy, due);
      try {
        const { created } = await submit(df.getClient(context), requestId, request, { channel: 'retention' });
        if (created) context.info(`Retention policy ${policy.name} is due: its request was started.`);
      } catch (thrown) {
        // The policy was edited after it was due: the edited one counts from its next occurrence on.
        if (!(thrown instanceof RequestError) || thrown.code !== 'id_in_use') throw thrown;
      }
    }
  },
});

async function readPolicies(): Promise<RetentionPolicy[]> {
  const file = resolve(appFolder(), settings().RETENTION_POLICIES_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
  const parsed = policiesSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data.policies;
  const faults = parsed.error.issues.map((issue) => `- ${issue.path.join('/')}: ${issue.message}`);
  throw new Error(`The retention policies have faults:\n${faults.join('\n')}`);
}
