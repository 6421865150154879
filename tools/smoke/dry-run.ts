import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { verify } from '../verify-certificate/verify';
import { codeOf } from './access-checks';
import type { Answer, AppClient } from './app-client';
import { ok, wrong, type Finding } from './finding';
import { findingsOfGaps, type Gap } from './missing-rights';

/** What the checks read of a request. */
interface View {
  state?: string;
  gaps?: Gap[];
}

/** The request that is sent: it takes an inventory and makes a plan, and ends there. */
export function dryRunRequest(requestId: string, workspace: string, newerThanDays?: number): object {
  const createdAfter = newerThanDays && new Date(Date.now() - newerThanDays * 86_400_000).toISOString();
  const what = createdAfter ? { filter: { createdAfter } } : { everything: true };
  return { requestId, action: 'erase', dryRun: true, scope: { workspaces: [workspace], ...what } };
}

/** Sends the dry run by HTTP. */
export async function sendByHttp(app: AppClient, request: object): Promise<Finding> {
  const { status, body } = await app.call('POST', '/api/requests', request);
  if (status === 202) return ok('a dry run is accepted');
  const todo =
    status === 403 ? 'Assign the app role Requests.Erase to who calls.' : 'docs/errors.md says what the code means.';
  return wrong(`a dry run is refused: ${status} ${codeOf(body)}`.trimEnd(), todo);
}

/** Waits for the end of the dry run, and looks at what came of it. */
export async function checkEnd(app: AppClient, id: string, minutes: number, pollMs = 2_000): Promise<Finding[]> {
  const deadline = Date.now() + minutes * 60_000;
  let view: View;
  let answer: Answer;
  do {
    answer = await app.call('GET', `/api/requests/${id}`);
    view = (answer.status === 200 ? answer.body : {}) as View;
    if (isEnded(view.state)) break;
    await new Promise((wait) => setTimeout(wait, pollMs));
  } while (Date.now() < deadline);
  if (!isEnded(view.state)) {
    const at =
      view.state && /^[a-z_]+$/.test(view.state)
        ? `it is ${view.state}`
        : `its status is answered with ${answer.status}`;
    const todo =
      'Large workspaces take longer: --minutes, or --newer-than-days. Stuck in received: the task hub or its rights; by queue also the queue and its rights. The log has the reason.';
    return [wrong(`the dry run has not ended after ${minutes} minutes: ${at}`, todo)];
  }
  if (view.state !== 'completed' && view.state !== 'completed_with_gaps') {
    return [
      wrong(
        `the dry run ended as ${view.state}`,
        'The log of the function app has the reason, by the request’s instance id.',
      ),
    ];
  }
  const plan = await app.call('GET', `/api/requests/${id}/plan`);
  const items = ((plan.body ?? {}) as { totals?: { items?: unknown } }).totals?.items;
  const planned =
    plan.status === 200 && typeof items === 'number'
      ? ok(`the dry run ended with a plan of ${items} items; nothing was touched`)
      : wrong(`the plan can't be read (${plan.status})`, 'The log of the function app has the reason.');
  return [planned, await checkCertificate(app, id), ...findingsOfGaps(view.gaps ?? [])];
}

const isEnded = (state = '') =>
  ['completed', 'completed_with_gaps', 'rejected', 'expired', 'cancelled', 'failed'].includes(state);

/** Whether the certificate stands every check that needs no other documents, and its signature is one of the published keys. */
async function checkCertificate(app: AppClient, id: string): Promise<Finding> {
  const [certificate, keys] = [
    await app.call('GET', `/api/requests/${id}/certificate`),
    await app.call('GET', '/api/certificates/keys'),
  ];
  if (certificate.status !== 200)
    return wrong(`there is no certificate (${certificate.status})`, 'The log has the reason.');
  const dir = mkdtempSync(join(tmpdir(), 'smoke-'));
  try {
    const write = (name: string, text: string) => {
      writeFileSync(join(dir, name), text, { mode: 0o600 });
      return join(dir, name);
    };
    const files = { certificate: write('certificate.json', certificate.text), keys: write('keys.json', keys.text) };
    const report = verify({
      ...files,
      records: [],
      schema: resolve(__dirname, '../../../docs/certificate.schema.json'),
    });
    if (!report.failed) return ok('its certificate is signed, and the signature is right');
    const unsigned = (certificate.body as { unsigned?: unknown }).unsigned;
    return unsigned
      ? wrong(
          'its certificate is not signed',
          'Set CERTIFICATE_KEY_ID, and give the app identity the right to sign with that key.',
        )
      : wrong(
          'its certificate does not stand verification',
          'Save it and run npm run verify-certificate: it names what is wrong.',
        );
  } finally {
    rmSync(dir, { recursive: true });
  }
}
