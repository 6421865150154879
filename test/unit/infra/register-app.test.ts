import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const project = join(__dirname, '../../..');
const script = join(project, 'infra/register-app.sh');
const app = '22222222-2222-4222-8222-222222222222';
const principal = '33333333-3333-4333-8333-333333333333';

// Stands in for the Azure CLI: writes down what it is called with, and answers by how that begins.
const cli = `#!/bin/sh
{ printf '%s\\037' "$@"; echo; } >> "$CALLS"
while IFS='=' read -r words answer; do
  case "$*" in
    "$words"*)
      if [ "$answer" = missing ]; then exit 3; fi
      if [ "$answer" = late ] && [ $(grep -c "$1.$2.$3" "$CALLS") -lt 3 ]; then exit 1; fi
      if [ "$answer" = never ]; then exit 1; fi
      echo "$answer"
      exit 0
      ;;
  esac
done < "$ANSWERS"
`;

const fresh = {
  'cloud show --query endpoints.microsoftGraphResourceId': 'https://graph.microsoft.com/',
  'cloud show --query endpoints.activeDirectory': 'https://login.microsoftonline.com',
  'cloud show --query name': 'AzureCloud',
  'account show': '11111111-1111-4111-8111-111111111111',
  'ad app list': '',
  'ad app create': app,
  'ad sp show': 'missing',
  'ad app federated-credential list': '0',
};

describe('the script that registers the app', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'register-app-'));
    writeFileSync(join(dir, 'az'), cli);
    chmodSync(join(dir, 'az'), 0o755);
    writeFileSync(join(dir, 'sleep'), '#!/bin/sh\n');
    chmodSync(join(dir, 'sleep'), 0o755);
    writeFileSync(join(dir, 'calls'), '');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** What the script prints, and the calls that it makes. */
  const run = (answers: Record<string, string>, ...more: string[]) => {
    const lines = Object.entries(answers).map(([words, answer]) => `${words}=${answer}\n`);
    writeFileSync(join(dir, 'answers'), lines.join(''));
    const env = {
      PATH: `${dir}${delimiter}${process.env.PATH}`,
      ...{ CALLS: join(dir, 'calls'), ANSWERS: join(dir, 'answers') },
    };
    const given = ['Data requests', 'https://func-x.azurewebsites.net', principal, ...more];
    const { stdout: printed, stderr, status } = spawnSync('bash', [script, ...given], { env, encoding: 'utf8' });
    const calls = readFileSync(join(dir, 'calls'), 'utf8').split('\n').filter(Boolean);
    return {
      status,
      stderr,
      printed: printed.trim().split('\n').at(-1),
      calls: calls.map((call) => call.split('\u001f').slice(0, -1)),
    };
  };
  const bodies = (calls: string[][]) =>
    calls.filter(([verb]) => verb === 'rest').map((given) => given[given.indexOf('--body') + 1] ?? '');

  it('makes a registration that trusts the identity of the app, and no secret', () => {
    const { printed, calls } = run(fresh);
    expect(printed).toBe(app);
    const credential = calls.find((given) => given.join(' ').startsWith('ad app federated-credential create'));
    expect(JSON.parse(credential?.at(-1) ?? '{}')).toEqual({
      name: `app-identity-${principal}`,
      issuer: 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0',
      subject: principal,
      audiences: ['api://AzureADTokenExchange'],
    });
    expect(calls.map((given) => given.join(' ')).join('\n')).not.toMatch(/credential reset|password|--secret/);
  });

  it('lets the Azure CLI in to the scope that it declares, and only who has a role', () => {
    const [declared = '', allowed = '{}', assigned = '{}'] = bodies(run(fresh).calls);
    const file = JSON.parse(readFileSync(declared.slice(1), 'utf8')) as {
      api: { requestedAccessTokenVersion: number; oauth2PermissionScopes: { id: string }[] };
    };
    expect(file.api.requestedAccessTokenVersion).toBe(2);
    expect(JSON.parse(allowed)).toEqual({
      api: {
        preAuthorizedApplications: [
          {
            appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
            delegatedPermissionIds: file.api.oauth2PermissionScopes.map(({ id }) => id),
          },
        ],
      },
    });
    expect(JSON.parse(assigned)).toEqual({ appRoleAssignmentRequired: true });
  });

  it('gives it the roles of the app, and sends people back to where App Service waits for them', () => {
    const { calls } = run(fresh);
    const update = calls.find((given) => given.join(' ').startsWith('ad app update')) ?? [];
    const after = (option: string) => update[update.indexOf(option) + 1] ?? '';
    expect(after('--app-roles')).toBe(`@${join(project, 'infra/app-roles.json')}`);
    expect(after('--identifier-uris')).toBe(`api://${app}`);
    expect(after('--web-redirect-uris')).toBe('https://func-x.azurewebsites.net/.auth/login/aad/callback');
  });

  it('brings one that is there up to date, and makes nothing twice', () => {
    const there = { ...fresh, 'ad app list': app, 'ad sp show': '', 'ad app federated-credential list': '1' };
    const { printed, calls } = run(there, app);
    expect(printed).toBe(app);
    const words = calls.map((given) => given.join(' '));
    expect(words.filter((text) => /^ad (app|sp|app federated-credential) create/.test(text))).toEqual([]);
    expect(words.some((text) => text.startsWith(`ad app update --id ${app}`))).toBe(true);
  });

  it('takes no registration for its own because of its name', () => {
    const { status, stderr, calls } = run({ ...fresh, 'ad app list': app });
    expect([status, stderr]).toEqual([1, expect.stringContaining(app)]);
    expect(calls.filter((given) => /^(ad app (create|update)|rest)/.test(given.join(' ')))).toEqual([]);
  });

  it('waits until what it made is known everywhere', () => {
    const { status, printed, calls } = run({ ...fresh, 'ad app update': 'late', 'rest --method PATCH': 'late' });
    expect([status, printed]).toEqual([0, app]);
    expect(calls.filter((given) => given.slice(0, 3).join(' ') === 'ad app update')).toHaveLength(3);
  });

  it('says how to go on after what can not be done', () => {
    const { status, stderr } = run({ ...fresh, 'ad sp create': 'never' });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`Run it again with ${app} as the fourth argument`)]);
  });

  it('asks the tokens of the cloud that it is in', () => {
    const { calls } = run({ ...fresh, 'cloud show --query name': 'AzureUSGovernment' });
    expect(calls.flat().join('\n')).toContain('"audiences":["api://AzureADTokenExchangeUSGov"]');
  });

  it('says how it is called', () => {
    const { status, stderr } = spawnSync('bash', [script, 'alone'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('usage:')]);
  });
});
