import { parseArgs } from 'node:util';

/** What to check, and as whom. */
export interface SmokeOptions {
  /** Where the app is, without a slash at its end. */
  url: string;
  /** ARM id of a workspace for a dry run. */
  workspace?: string;
  /** Only what was created within so many days is looked for: a large workspace takes long otherwise. */
  newerThanDays?: number;
  /** Access token for the app. */
  token?: string;
  /** What a token of `az login` is asked for: the application id URI of the sign-in. */
  audience?: string;
  /** A person of the local system, who signs in without a password. */
  localUser?: string;
  /** Queue `privacy-requests`: then the dry run comes by it, and not by HTTP. */
  queueUrl?: string;
  /** Access token for the queue, where not that of `az login` is to be used. */
  queueToken?: string;
  /** Minutes for the dry run to end. */
  minutes: number;
}

/** How the program is called. */
export const smokeUsage = `Usage: npm run smoke -- --url URL [options]

  --url URL            where the app is: https://NAME.azurewebsites.net
  --workspace ID       ARM id of a workspace: a dry run takes its inventory; nothing is erased
  --newer-than-days N  look only for what is newer, in a large workspace
  --audience URI       what the token of az login is for: AUTH_AUDIENCE, such as api://CLIENT-ID
  --token TOKEN        an access token instead (or in SMOKE_TOKEN)
  --local-user NAME    sign in to a local system (npm start): requester
  --queue-url URL      send the dry run by the queue privacy-requests (REQUEST_QUEUE_URL)
  --queue-token TOKEN  an access token for it instead of az login (or in SMOKE_QUEUE_TOKEN)
  --minutes N          how long the dry run may take (15)
  --help               this text

docs/operations.md says what is checked. Exit code: 0 all is well, 2 the dry run has gaps, 1 anything else.
`;

/** Reads the command line; undefined when help was asked for. Throws for what can't be meant. */
export function smokeOptions(args: string[], env: NodeJS.ProcessEnv = {}): SmokeOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ url: text, workspace: text, 'newer-than-days': text, audience: text, token: text, 'local-user': text },
      ...{ 'queue-url': text, 'queue-token': text, minutes: text, help: { type: 'boolean' } },
    },
  });
  if (values.help) return undefined;
  const url = URL.canParse(values.url ?? '') ? new URL(values.url ?? '') : undefined;
  const local = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (!url || !(url.protocol === 'https:' || (local && url.protocol === 'http:')))
    throw new Error('--url must be an https URL; only the app on this machine is called by http.');
  if (values.audience?.trim() === '')
    throw new Error('--audience is empty: no sign-in is registered yet (docs/deploy.md#sign-in).');
  const queueUrl = values['queue-url'];
  if (queueUrl !== undefined && !(URL.canParse(queueUrl) && new URL(queueUrl).protocol === 'https:'))
    throw new Error('--queue-url must be the https URL of the queue privacy-requests.');
  if (
    values.workspace !== undefined &&
    !/^\/subscriptions\/[^/]+\/resourceGroups\/.+\/workspaces\/[^/]+$/i.test(values.workspace)
  )
    throw new Error('--workspace must be the ARM id of a workspace: /subscriptions/…/workspaces/NAME.');
  return {
    url: url.origin,
    workspace: values.workspace,
    newerThanDays: number('--newer-than-days', values['newer-than-days'], 36_500),
    token: values.token ?? (env.SMOKE_TOKEN || undefined),
    audience: values.audience,
    localUser: values['local-user'],
    queueUrl,
    queueToken: values['queue-token'] ?? (env.SMOKE_QUEUE_TOKEN || undefined),
    minutes: number('--minutes', values.minutes, 1_440) ?? 15,
  };
}

function number(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`${name} must be a number from 1 to ${most}.`);
  return value;
}
