import { basename, dirname } from 'node:path';
import { bold, dim } from '../demo/colours';
import type { RunningSystem } from '../system/system';
import type { LocalUser } from '../system/users';
import { inOneLine, shellWord } from '../terminal';

/** What a person needs to know once everything runs; the commands work when they are pasted. */
export function startedText(system: RunningSystem, workspaces: string[]): string {
  const { url, azurite, blobService, emulator, dir, users } = system;
  const names = users.map((user) => `  ${user.name.padEnd(10)} ${user.roles.join(', ') || 'no role'}`);
  const request = {
    action: 'export',
    scope: { workspaces: workspaces.slice(0, 1), everything: true },
    dryRun: true,
  };
  return [
    '',
    bold('Running'),
    `  App        ${url}/api/requests`,
    `  Health     ${url}/api/health`,
    `  Storage    ${azurite.blobEndpoint}  (queues: ${azurite.queueEndpoint})`,
    ...(blobService
      ? [`  Customers  ${blobService.ready.url}  (their blobs, in memory: the next start begins anew)`]
      : []),
    `  Azure ML   ${emulator.ready.url}  (emulated)`,
    `  State      ${dir}`,
    '',
    bold('Workspaces of the seed'),
    ...workspaces.map((id) => `  ${inOneLine(id)}`),
    '',
    bold('Who can sign in'),
    ...names,
    '',
    bold('Try it'),
    dim('  # sign in, and keep the token'),
    `  TOKEN=$(curl -s ${url}/.auth/login/local -H 'content-type: application/json' \\`,
    `    -d '{"user":"requester"}' | sed 's/.*"authenticationToken":"\\([^"]*\\)".*/\\1/')`,
    dim('  # hand in a dry run: it stops after the plan and changes nothing'),
    `  curl -s ${url}/api/requests -H "X-ZUMO-AUTH: $TOKEN" -H 'content-type: application/json' \\`,
    `    -d ${shellWord(JSON.stringify(request))}`,
    dim('  # look at what became of it'),
    `  curl -s ${url}/api/requests -H "X-ZUMO-AUTH: $TOKEN"`,
    '',
    'Ctrl-C stops everything; the state is kept for the next start.',
  ].join('\n');
}

/** How another Functions host runs the app against these services; the commands work when they are pasted. */
export function withoutHostText({ users }: RunningSystem, settingsFile: string): string {
  const beside = basename(settingsFile) === 'local.settings.json' && dirname(settingsFile) === process.cwd();
  return [
    '',
    bold('Storage and emulator run; no host was started'),
    `  The settings for another host are in ${settingsFile}`,
    '',
    bold('Start the app'),
    dim('  # in another terminal, in the folder of the project'),
    ...(beside ? [] : [`  cp ${shellWord(settingsFile)} local.settings.json`]),
    '  func start',
    '',
    bold('Try it'),
    dim('  # another host signs nobody in: say who you are, as App Service does'),
    ...users.slice(0, 2).map((user) => `  ${user.name.toUpperCase()}=${principal(user)}`),
    '  curl -s http://localhost:7071/api/requests -H "X-MS-CLIENT-PRINCIPAL: $REQUESTER"',
    '',
    'Ctrl-C stops everything; the state is kept for the next start.',
  ].join('\n');
}

/** The header by which App Service tells an app who called. */
function principal({ name, objectId, roles }: LocalUser): string {
  const claims = [
    { typ: 'oid', val: objectId },
    { typ: 'name', val: name },
    ...roles.map((role) => ({ typ: 'roles', val: role })),
  ];
  const text = JSON.stringify({ auth_typ: 'aad', name_typ: 'name', role_typ: 'roles', claims });
  return Buffer.from(text).toString('base64');
}
