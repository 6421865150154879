/** Starts the host from the command line; see docs/local-host.md. */
import { parseArgs } from 'node:util';
import { StateError } from './config/state-error';
import { startHost } from './start-host';
import { listenOnLoopbackOnly } from './worker/loopback-only';
import { errorText } from '../terminal';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      state: { type: 'string' },
      port: { type: 'string', default: '0' },
      settings: { type: 'string' },
      users: { type: 'string' },
      'test-clock': { type: 'boolean', default: false },
    },
  });
  const { app, state, settings, users } = values;
  if (!app || !state) throw new Error('Usage: main.js --app <folder> --state <folder> [--port <number>]');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be a number up to 65535.');

  // What the app prints must not mix with the ready line, the only thing that standard output is for.
  console.log = console.info = console.debug = console.error;
  listenOnLoopbackOnly();
  // Until the host runs there is nothing to wait for.
  let stop: () => void = () => process.exit(0);
  process.on('SIGTERM', () => stop());
  process.on('SIGINT', () => stop());
  const host = await startHost({
    ...{ app, state, port, testClock: values['test-clock'] },
    ...(settings ? { settings } : {}),
    ...(users ? { users } : {}),
  });
  stop = () => {
    // A second signal finds it stopping already.
    stop = () => undefined;
    host.stop().then(() => process.exit(0), fail);
  };
  void host.broken.then(fail);
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: host.url, pid: process.pid })}\n`);
}

function fail(error: unknown): never {
  // What is wrong with the state folder is the user's to mend: a stack would only hide it.
  process.stderr.write(`${errorText(error, error instanceof StateError)}\n`);
  process.exit(1);
}

main().catch(fail);
