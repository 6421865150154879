import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** How to start a child process and when it counts as ready. */
export interface ChildOptions {
  name: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Everything the child writes goes here, so that a failed start can be read. */
  logFile: string;
  /** Returns the ready value when this line of standard output means "ready", otherwise undefined. */
  ready: (line: string) => unknown;
  /** Milliseconds until a start counts as failed; 60,000 unless told. */
  timeoutMs?: number;
  /** Keeps a terminal's Ctrl-C from the child: whoever started it stops it, and several of them in order. */
  shielded?: boolean;
}

/** A running child process. */
export interface Child<T> {
  ready: T;
  process: ChildProcess;
  /** Ends the child by SIGTERM and, only if it ignores that for 10 seconds, by SIGKILL. */
  stop(): Promise<void>;
  /** SIGKILL, for crash tests. */
  kill(): Promise<void>;
  /** Resolves when the process has ended, with its exit code (null after a signal). */
  exited: Promise<number | null>;
}

/**
 * What a child runs before its own code: it ends in order once its standard input does, for that is when the process
 * that started it is gone, however it went. As code to preload, so that Azurite has it too. One that doesn't end when
 * asked is ended after 10 seconds.
 */
const endWithParent = `
const end = () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10_000).unref();
};
process.stdin.on('error', end).on('end', end).resume().unref();
`;

/** Parses the one JSON line that the processes in `local/` print when they are ready. */
export function readyEvent(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  const value = JSON.parse(line) as { event?: string };
  return value.event === 'ready' ? value : undefined;
}

/**
 * Starts `node …args`, which ends when this process does, and waits for its ready line; rejects with the end
 * of its log when it exits or stays silent.
 */
export async function startChild<T>(options: ChildOptions): Promise<Child<T>> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const preload = `data:text/javascript,${encodeURIComponent(endWithParent)}`;
  const child = spawn(process.execPath, ['--import', preload, ...options.args], {
    env: options.env,
    // Nothing is ever written to its input: the system closes that when this process ends.
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own. On Windows that would open a window.
    detached: options.shielded === true && process.platform !== 'win32',
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void exited.then(() => log.end());
  child.stderr.pipe(log, { end: false });
  const tail: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    tail.push(chunk.toString());
    if (tail.length > 20) tail.shift();
  });

  const ready = await new Promise<T>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`${options.name} ${why}. Its log is ${options.logFile}.\n${tail.join('').slice(-2000)}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), options.timeoutMs ?? 60_000);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${code} before it was ready`);
    });
    createInterface(child.stdout).on('line', (line) => {
      log.write(`${line}\n`);
      const value = options.ready(line);
      if (value === undefined) return;
      clearTimeout(timer);
      resolve(value as T);
    });
  });

  return {
    ready,
    process: child,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const forced = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(forced);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
