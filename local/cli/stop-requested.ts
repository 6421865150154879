/**
 * A signal that is aborted when somebody wants the program to end: Ctrl-C, SIGTERM, a closed terminal, or a reader of
 * our output that has gone. Asking again changes nothing: what was started is being stopped, and must be.
 */
export function stopRequested(say: () => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) return;
    controller.abort();
    say();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  for (const stream of [process.stdout, process.stderr]) {
    // Without a listener a broken pipe ends this process at once, and leaves its children running.
    stream.on('error', () => controller.abort());
  }
  if (process.env.npm_lifecycle_event !== undefined) {
    // npm passes SIGTERM to the shell it started us with, which ends without telling us: our parent changes then.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop(), 500).unref();
  }
  return controller.signal;
}
