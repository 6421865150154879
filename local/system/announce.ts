import { errorText } from '../terminal';

/** Ends a server's process in order when it is asked to, then tells on standard output where the server is. */
export function announce(ready: object, stop: () => Promise<void>): void {
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(errorText(error));
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // Last: whoever reads this line may stop the process at once.
  console.log(JSON.stringify({ event: 'ready', ...ready, pid: process.pid }));
}
