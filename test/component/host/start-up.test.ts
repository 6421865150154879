import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder, startHostProcess, temporaryFolder } from './host-process';

const nodeModules = join(__dirname, '../../../node_modules');
let dir: string;
beforeEach(async () => {
  dir = await temporaryFolder();
});
afterEach(() => removeFolder(dir));

/** Writes an app of one file and tries to start it. */
async function startApp(
  code: string,
  { file = 'index.js', hostJson = {}, env = {} }: { file?: string; hostJson?: object; env?: NodeJS.ProcessEnv } = {},
) {
  const app = join(dir, 'app');
  await mkdir(app);
  await symlink(nodeModules, join(app, 'node_modules'));
  await writeFile(join(app, 'package.json'), JSON.stringify({ main: file }));
  await writeFile(join(app, 'host.json'), JSON.stringify({ version: '2.0', ...hostJson }));
  await writeFile(join(app, file), code);
  return startHostProcess(dir, { app, env });
}
const setup = "const { app, input, output, trigger } = require('@azure/functions');\nconst handler = () => {};\n";

it.each([
  ['an unknown trigger', "app.storageBlob('blobs', { path: 'a/b', connection: 'X', handler });", "Function 'blobs'"],
  [
    'an unknown output',
    "app.timer('t', { schedule: '0 0 0 * * *', handler, return: output.storageBlob({ path: 'a', connection: 'X' }) });",
    "the binding type 'blob'",
  ],
  ['a missing setting', "app.timer('t', { schedule: '%NOPE%', handler });", "Function 't': '%NOPE%'"],
  ['a wrong schedule', "app.timer('t', { schedule: 'often', handler });", "Function 't': 'often'"],
  [
    'a missing connection',
    "app.storageQueue('q', { queueName: 'a', connection: 'Missing', handler });",
    "Function 'q': The connection 'Missing'",
  ],
  [
    'a retry policy',
    "app.timer('t', { schedule: '0 0 0 * * *', handler, retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 1 } });",
    "Function 't': retry policies",
  ],
  ['an entity', "require('durable-functions').app.entity('Counter', handler);", 'Counter'],
  ['a wrong route', "app.http('h', { route: 'x/{id:nope}', handler });", "Function 'h'"],
  ['no function', '', 'registered no function'],
  ['code that throws', "throw new Error('broken app');", 'broken app'],
])('refuses %s by name', async (_, code, message) => {
  await expect(startApp(setup + code)).rejects.toThrow(message);
});

it('refuses what host.json asks for and the host lacks', async () => {
  const start = startApp(`${setup}app.http('h', { handler });`, { hostJson: { customHandler: {} } });
  await expect(start).rejects.toThrow("'customHandler' is not supported");
});

it('loads an app of ECMAScript modules', async () => {
  const code = `import { app } from '@azure/functions';
app.http('hello', { authLevel: 'anonymous', handler: () => ({ body: 'from a module' }) });`;
  const host = await startApp(code, { file: 'index.mjs' });
  try {
    expect(await (await host.fetch('/api/hello')).text()).toBe('from a module');
  } finally {
    await host.child.stop();
  }
});

it('does not run a disabled function', async () => {
  const code = `${setup}for (const name of ['on', 'off']) app.http(name, { authLevel: 'anonymous', handler: () => ({}) });`;
  const host = await startApp(code, { env: { 'AzureWebJobs.off.Disabled': 'true' } });
  try {
    expect((await host.fetch('/api/on')).status).toBe(200);
    expect((await host.fetch('/api/off')).status).toBe(404);
  } finally {
    await host.child.stop();
  }
});

it('stops cleanly: waits for running functions and runs the terminate hook', async () => {
  const code = `${setup}
const { setTimeout: sleep } = require('node:timers/promises');
app.hook.appTerminate(() => console.log('terminate hook ran'));
app.http('slow', { authLevel: 'anonymous', handler: () => sleep(700).then(() => ({ body: 'finished' })) });`;
  const host = await startApp(code);
  const answer = host.fetch('/api/slow');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = host.child.stop();
  expect(await (await answer).text()).toBe('finished');
  await stopped;
  expect(await host.child.exited).toBe(0);
  expect(await host.log()).toContain('terminate hook ran');
});

it('refuses a state folder that another host has, and leaves that host alone', async () => {
  const first = await startApp(
    `${setup}app.http('h', { authLevel: 'anonymous', handler: () => ({ body: 'first' }) });`,
  );
  try {
    await expect(startHostProcess(dir, { app: join(dir, 'app') })).rejects.toThrow(/another|already|in use/i);
    expect(await (await first.fetch('/api/h')).text()).toBe('first');
  } finally {
    await first.child.stop();
  }
  const second = await startHostProcess(dir, { app: join(dir, 'app') });
  expect(second.masterKey).toBe(first.masterKey);
  await second.child.stop();
  expect(await readdir(dir)).toContain('keys.json');
});
