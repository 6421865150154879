import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputLines, parametersFile, type Outputs } from './parameters';

const usage = `Usage: npm run provision -- create|what-if

Creates or updates what infra/ describes, in the subscription that the Azure CLI is signed in to, or says what that
would change. Reads from the environment:

  AZURE_ENV_NAME   name of the installation, the parameter environmentName
  AZURE_LOCATION   region, the parameter location
  PARAMETERS       a JSON object of further parameters and their values; {} unless told
  ENVIRONMENT      where infra/<ENVIRONMENT>.parameters.json exists, its values are used where those above say nothing

The outputs are printed as NAME=value, and given to the workflow step that runs this.
`;

function main(): number {
  const [verb, ...rest] = process.argv.slice(2);
  const { AZURE_ENV_NAME, AZURE_LOCATION, PARAMETERS = '{}', ENVIRONMENT = '' } = process.env;
  if ((verb !== 'create' && verb !== 'what-if') || rest.length > 0 || !AZURE_ENV_NAME || !AZURE_LOCATION) {
    process.stderr.write(usage);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'provision-'));
  try {
    const given = join(folder, 'given.json');
    writeFileSync(given, JSON.stringify(parametersFile(AZURE_ENV_NAME, AZURE_LOCATION, PARAMETERS)));
    const ofEnvironment = join('infra', `${ENVIRONMENT}.parameters.json`);
    return deploy(verb, AZURE_ENV_NAME, AZURE_LOCATION, existsSync(ofEnvironment) ? [ofEnvironment, given] : [given]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the Azure CLI with files of parameters of which later ones win; answers its exit code. */
function deploy(verb: 'create' | 'what-if', name: string, location: string, files: readonly string[]): number {
  const options = ['--name', `data-requests-${name}`, '--location', location];
  const template = ['--template-file', join('infra', 'main.bicep')];
  const parameters = files.flatMap((file) => ['--parameters', `@${file}`]);
  const answer = verb === 'create' ? ['--query', 'properties.outputs', '--output', 'json'] : [];
  const run = spawnSync('az', ['deployment', 'sub', verb, ...options, ...template, ...parameters, ...answer], {
    stdio: ['ignore', verb === 'create' ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  if (run.status === 0 && verb === 'create') {
    const lines = outputLines(JSON.parse(run.stdout) as Outputs);
    process.stdout.write(lines);
    const { GITHUB_OUTPUT } = process.env;
    if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, lines);
  }
  return run.status ?? 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
