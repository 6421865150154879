import { failureCode } from './app-client';
import { exitCode, lines, verdict } from './finding';
import { smokeOptions, smokeUsage, type SmokeOptions } from './options';
import { runSmoke } from './run';

async function main(): Promise<number> {
  let options: SmokeOptions | undefined;
  try {
    options = smokeOptions(process.argv.slice(2), process.env);
  } catch (thrown) {
    process.stderr.write(`${(thrown as Error).message}\n\n${smokeUsage}`);
    return 1;
  }
  if (!options) {
    process.stdout.write(smokeUsage);
    return 0;
  }
  const findings = await runSmoke(options, (finding) => process.stdout.write(lines(finding)));
  process.stdout.write(`${verdict(findings)}\n`);
  return exitCode(findings);
}

main().then(
  (code) => (process.exitCode = code),
  // Not its message: errors of calls quote URLs and headers.
  (thrown: unknown) => {
    process.stderr.write(
      `It broke off: ${failureCode(thrown)}. Try again; if it stays, look into the log of the app.\n`,
    );
    process.exitCode = 1;
  },
);
