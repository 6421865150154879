import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { app, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { now } from '../config/clock';
import { settings } from '../config/settings';
import { appFolder } from '../config/software';
import { RequestError } from '../errors';
import { lastDue, policiesSchema, requestOfPolicy, type RetentionPolicy } from '../requests/retention';
import { submit } from '../requests/submit';
import { logged } from '../scrubbed';

app.timer('timerSweep', {
  schedule: '%SWEEP_SCHEDULE%',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const failed: string[] = [];
    for (const policy of await readPolicies()) {
      try {
        await sweep(policy, context);
      } catch (thrown) {
        logged(`Retention policy ${policy.name}`, thrown, context);
        failed.push(policy.name);
      }
    }
    // The others ran; the next sweep tries these again.
    if (failed.length > 0) throw new Error(`Retention policies that could not be started: ${failed.join(', ')}.`);
  },
});

async function sweep(policy: RetentionPolicy, context: InvocationContext): Promise<void> {
  const due = lastDue(policy.schedule, now());
  if (!due) return;
  const { requestId, request } = requestOfPolicy(policy, due);
  try {
    const { created } = await submit(df.getClient(context), requestId, request, { channel: 'retention' });
    if (created) context.info(`Retention policy ${policy.name} is due: its request was started.`);
  } catch (thrown) {
    // The policy was edited after it was due: the edited one counts from its next occurrence on.
    if (!(thrown instanceof RequestError) || thrown.code !== 'id_in_use') throw thrown;
  }
}

async function readPolicies(): Promise<RetentionPolicy[]> {
  const file = resolve(appFolder(), settings().RETENTION_POLICIES_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new Error(`The file of retention policies is not JSON: ${(thrown as Error).message}`, { cause: thrown });
  }
  const parsed = policiesSchema.safeParse(value);
  if (parsed.success) return parsed.data.policies;
  const faults = parsed.error.issues.map((issue) => `- ${issue.path.join('/')}: ${issue.message}`);
  throw new Error(`The retention policies have faults:\n${faults.join('\n')}`);
}
