import { LiveView } from '../demo/live-view';
import { demoOptions, demoUsage, type DemoOptions } from '../demo/options';
import { PlainView } from '../demo/plain-view';
import { runDemo } from '../demo/run-demo';
import { introduction } from '../demo/story';
import { exitCode, type DemoSummary } from '../demo/summary';
import { UserError } from '../demo/user-error';
import type { View } from '../demo/view';
import { stopRequested } from './stop-requested';
import { errorText, inOneLine } from '../terminal';

async function main(): Promise<number> {
  const options = demoOptions(process.argv.slice(2));
  if (!options) {
    console.log(demoUsage);
    return 0;
  }
  const view = viewFor(options);
  const signal = stopRequested(() => {
    view.close();
    view.say('\nStopping everything, a moment…');
  });
  let summary: DemoSummary;
  try {
    view.say(introduction);
    summary = await runDemo(options, view, signal);
  } catch (error) {
    const message = signal.aborted ? 'Stopped before the end. Nothing is left running.' : explain(error, options);
    view.say(message);
    summary = { state: 'error', seconds: 0, error: message, counts: {}, gaps: [], notices: [], files: {} };
  }
  if (options.json) console.log(inOneLine(JSON.stringify(summary)));
  return exitCode(summary.state);
}

function viewFor({ json }: DemoOptions): View {
  if (json) return new PlainView(process.stderr);
  return process.stdout.isTTY ? new LiveView(process.stdout) : new PlainView(process.stdout);
}

/** What a person can mend is said in words; everything else is a fault of the program and shows where it is. */
function explain(error: unknown, { out }: DemoOptions): string {
  const text = errorText(error, error instanceof UserError);
  return error instanceof UserError ? text : `The demo broke. The logs are in ${out}/logs.\n${text}`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(errorText(error, error instanceof UserError));
    process.exit(1);
  },
);
