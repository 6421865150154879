import { randomUUID } from 'node:crypto';
import { checkForgery, checkNobody, checkReach, checkSignIn } from './access-checks';
import { AppClient, failureCode } from './app-client';
import { checkEnd, dryRunRequest, sendByHttp } from './dry-run';
import { skipped, wrong, type Finding } from './finding';
import { checkHealth, checkKeys, checkProblem } from './health-checks';
import type { SmokeOptions } from './options';
import { sendByQueue } from './queue';
import { queueToken, signedIn } from './sign-in';

/** Makes every check that the options allow, one after the other, and tells each finding as soon as it is known. */
export async function runSmoke(options: SmokeOptions, tell: (finding: Finding) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  const note = (...found: Finding[]) => {
    for (const finding of found) {
      findings.push(finding);
      tell(finding);
    }
    return found.every(({ verdict }) => verdict !== 'wrong');
  };
  const anybody = new AppClient(options.url);
  if (!note(await checkReach(anybody))) return findings;
  const isClosed = note(await checkNobody(anybody)) && note(await checkForgery(anybody));
  // Whoever finds it open must not send anything to it.
  if (!isClosed) return findings;

  let app: AppClient | undefined;
  try {
    app = await signedIn(options);
  } catch (thrown) {
    note(wrong(`no token for the app: ${failureCode(thrown)}`, tokenTodo(options)));
    return findings;
  }
  if (!app) {
    note(skipped('everything behind the sign-in', 'Give --audience (after az login), --token, or --local-user.'));
    return findings;
  }
  if (!note(await checkSignIn(app))) return findings;
  const isWell = [note(await checkHealth(app)), note(await checkKeys(app)), note(await checkProblem(app))].every(
    Boolean,
  );
  const { workspace, newerThanDays, queueUrl } = options;
  if (workspace === undefined) {
    note(skipped('no dry run', 'Give --workspace to see whether a workspace can be read.'));
    return findings;
  }
  if (!isWell) return findings;
  const id = `smoke-${randomUUID()}`;
  const request = dryRunRequest(id, workspace, newerThanDays);
  const sent = queueUrl === undefined ? await sendByHttp(app, request) : await byQueue(options, queueUrl, request);
  if (note(sent)) note(...(await checkEnd(app, id, options.minutes)));
  return findings;
}

function tokenTodo({ localUser }: SmokeOptions): string {
  if (localUser !== undefined)
    return 'The local system has no such user, or is none: npm start prints its users. Elsewhere give --audience or --token.';
  return 'Run az login with an account of the tenant. Where the CLI may not get a token for the app, authorise it there (docs/deploy.md), or give --token.';
}

async function byQueue(options: SmokeOptions, queueUrl: string, request: object): Promise<Finding> {
  try {
    return await sendByQueue(queueUrl, await queueToken(options), request);
  } catch (thrown) {
    return wrong(`no token for the queue: ${failureCode(thrown)}`, 'Run az login, or give --queue-token.');
  }
}
