import { bold, dim } from '../demo/colours';
import type { RunningSystem } from '../system/system';
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

/** What another Functions host needs to run the app against these services. */
export function withoutHostText({ hostEnvironment, certificate, dir }: RunningSystem): string {
  return [
    '',
    bold('Storage and emulator run; no host was started'),
    `  1. Save these settings as local.settings.json (they also are in ${dir}/settings.json):`,
    '',
    JSON.stringify({ IsEncrypted: false, Values: hostEnvironment }, undefined, 2),
    '',
    '  2. Build the app and start your host so that it trusts the certificate of this run:',
    `     npm run build && NODE_EXTRA_CA_CERTS=${certificate.certFile} func start`,
    '',
    '  Another host signs nobody in: without App Service in front of it, send X-MS-CLIENT-PRINCIPAL yourself.',
    '',
    'Ctrl-C stops everything; the state is kept for the next start.',
  ].join('\n');
}
