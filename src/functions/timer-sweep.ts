import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { InvocationContext } from '@azure/functions';
import type { DurableClient } from 'durable-functions';
import { now } from '../config/clock';
import { settings } from '../config/settings';
import { appFolder } from '../config/software';
import { OperatorError, RequestError } from '../errors';
import { lastDue, policiesSchema, requestOfPolicy, type RetentionPolicy } from '../requests/retention';
import { submit } from '../requests/submit';
import { logged } from '../scrubbed';
import { timerFunction } from './timer';

timerFunction('timerSweep', 'SWEEP_SCHEDULE', async (client, context) => {
  const failed: string[] = [];
  for (const policy of await readPolicies()) {
    try {
      await sweep(policy, client, context);
    } catch (thrown) {
      logged(`Retention policy ${policy.name}`, thrown, context);
      failed.push(policy.name);
    }
  }
  // The others ran; the next sweep tries these again.
  if (failed.length > 0) throw new OperatorError('policies_failed', `Not started: ${failed.join(', ')}.`);
});

async function sweep(policy: RetentionPolicy, client: DurableClient, context: InvocationContext): Promise<void> {
  const due = lastDue(policy.schedule, now());
  if (!due) return;
  const { requestId, request } = requestOfPolicy(policy, due);
  try {
    const { created } = await submit(client, requestId, request, { channel: 'retention' });
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
    throw new OperatorError('policies_invalid', `The file is not JSON: ${(thrown as Error).message}`);
  }
  const parsed = policiesSchema.safeParse(value);
  if (parsed.success) return parsed.data.policies;
  const faults = parsed.error.issues.map((issue) => `- ${issue.path.join('/')}: ${issue.message}`);
  throw new OperatorError('policies_invalid', `The file has faults:\n${faults.join('\n')}`);
}
