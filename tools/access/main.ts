import { parseArgs } from 'node:util';
import { DefaultAzureCredential } from '@azure/identity';
import { armReader } from './arm-reader';
import { targetOf, type Target } from './target';

const usage = `Usage: npm run access -- --workspace ID [--workspace ID …] [options]

Prints the parameter \`targets\` of infra/main.bicep for these workspaces (ARM ids), and on standard error what to look
at before anything is granted. Reads Azure Resource Manager as whoever is signed in, for example by \`az login\`.

  --arm URL  Resource Manager of the cloud (default: https://management.azure.com)
  --help     this text

docs/onboarding.md says what to do with it. Exit code: 0 all was found, 1 something could not be read, 2 wrong usage.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string', multiple: true },
      arm: { type: 'string', default: 'https://management.azure.com' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true || !values.workspace) {
    process.stdout.write(usage);
    return values.help === true ? 0 : 2;
  }
  const arm = armReader(new DefaultAzureCredential(), values.arm.replace(/\/$/, ''));
  const targets: Target[] = [];
  for (const id of values.workspace) {
    const { target, notes } = await targetOf(arm, id);
    targets.push(target);
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
  }
  process.stdout.write(`${JSON.stringify(targets, undefined, 2)}\n`);
  return 0;
}

main()
  .then((code) => (process.exitCode = code))
  .catch((thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exitCode = 1;
  });
