import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How to start an app in Azure Functions Core Tools. */
export interface FuncOptions {
  /** Folder of the app. */
  app: string;
  port: number;
  /** The whole environment, with all settings of the app: they win over a local.settings.json. */
  env: NodeJS.ProcessEnv;
  /** Everything the host writes goes here. */
  logFile: string;
  /** A route of the app, without a leading slash, that answers 200 once the app is loaded. */
  readyPath: string;
  /** Milliseconds until a start counts as failed: the first one fetches the extension bundle. */
  timeoutMs: number;
}

/** A running `func start`. */
export interface FuncHost {
  url: string;
  /** Id of the process `func` and of the process group that it leads. */
  pid: number;
  /** Ends it and all that it started. */
  stop(): Promise<void>;
}

/**
 * Runs `func start` of whatever Core Tools are on PATH and waits until the app answers; rejects with the end of the log
 * when it doesn't. POSIX only: it is ended by its process group, for `func` is a script that starts the host, which
 * starts a worker.
 */
export async function startFunc(options: FuncOptions): Promise<FuncHost> {
  const log = openSync(options.logFile, 'a');
  const child = spawn('func', ['start', '--port', String(options.port)], {
    cwd: options.app,
    env: options.env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let end: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const because = (why: string) => {
      end ??= why;
      resolve();
    };
    child.once('error', (error) => because(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => because(`ended with ${signal ?? `exit code ${code}`}`));
  });
  const stop = async () => {
    if (child.pid === undefined) return;
    signalGroup(child.pid, 'SIGTERM');
    const patience = new AbortController();
    await Promise.race([ended, sleep(10_000, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    // Also when the leader has ended: what it started may not have.
    signalGroup(child.pid, 'SIGKILL');
    await ended;
  };

  const url = `http://127.0.0.1:${options.port}`;
  const deadline = Date.now() + options.timeoutMs;
  while (!(await answers(`${url}/${options.readyPath}`))) {
    if (end === undefined && Date.now() < deadline) {
      await sleep(250);
      continue;
    }
    await stop();
    const tail = (await readFile(options.logFile, 'utf8')).slice(-2000);
    throw new Error(`func ${end ?? 'was not ready in time'}. Its log is ${options.logFile}.\n${tail}`);
  }
  return { url, pid: child.pid as number, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).status === 200;
  } catch {
    // Nobody listens yet, or is too busy with starting to answer.
    return false;
  }
}

/** Signals a whole process group, if anything of it is left. */
function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
