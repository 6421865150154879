import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ParametersFile } from '../../../tools/provision/parameters';

const root = join(__dirname, '../../..');

// Stands in for the Azure CLI: keeps what it is called with, and answers as Resource Manager does.
const azureCli = `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const files = args.filter((arg) => arg.startsWith('@')).map((arg) => arg.slice(1));
const last = JSON.parse(readFileSync(files.at(-1), 'utf8'));
writeFileSync(process.env.CALLED, JSON.stringify({ args, files, last }));
if (process.env.REFUSE) process.exit(1);
if (args.includes('create')) {
  const outputs = { apP_URL: { type: 'String', value: 'https://app.example' }, targets: { type: 'Array', value: [] } };
  console.log(JSON.stringify(outputs));
}
`;

describe('npm run provision', () => {
  const dir = mkdtempSync(join(tmpdir(), 'provision-test-'));
  const called = join(dir, 'called.json');
  const output = join(dir, 'output');
  beforeAll(() => {
    writeFileSync(join(dir, 'az'), azureCli);
    chmodSync(join(dir, 'az'), 0o755);
  });
  beforeEach(() => writeFileSync(output, ''));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const provision = (verb: string, env: Record<string, string>) =>
    spawnSync(process.execPath, [join(root, 'dist/tools/provision/main.js'), verb], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: `${dir}${delimiter}${process.env.PATH}`, CALLED: called, GITHUB_OUTPUT: output, ...env },
    });
  const call = () =>
    JSON.parse(readFileSync(called, 'utf8')) as { args: string[]; files: string[]; last: ParametersFile };

  it('gives the parameters of the environment, and hands the outputs to the workflow', () => {
    const parameters = JSON.stringify({ targets: [{ name: 'a' }], tags: {} });
    const run = provision('create', { AZURE_ENV_NAME: 'try', AZURE_LOCATION: 'westus2', PARAMETERS: parameters });
    expect(run.status).toBe(0);
    const { args, files, last } = call();
    expect(args.slice(0, 9)).toEqual(
      'deployment sub create --name data-requests-try --location westus2 --template-file infra/main.bicep'.split(' '),
    );
    expect(files).toHaveLength(1);
    expect(last.parameters).toEqual({
      environmentName: { value: 'try' },
      location: { value: 'westus2' },
      targets: { value: [{ name: 'a' }] },
      tags: { value: {} },
    });
    expect(readFileSync(output, 'utf8')).toBe('APP_URL=https://app.example\n');
  });

  it('takes what else is in the file of its environment, of which the name and the region given here win', () => {
    const run = provision('what-if', { AZURE_ENV_NAME: 'live', AZURE_LOCATION: 'westus2', ENVIRONMENT: 'production' });
    expect(run.status).toBe(0);
    const { files, last } = call();
    expect(files).toEqual([join('infra', 'production.parameters.json'), expect.stringContaining('given.json')]);
    expect(last.parameters).toEqual({ environmentName: { value: 'live' }, location: { value: 'westus2' } });
  });

  it('only asks what would change, and fails when Azure refuses', () => {
    const run = provision('what-if', { AZURE_ENV_NAME: 'try', AZURE_LOCATION: 'westus2', REFUSE: 'yes' });
    expect(run.status).toBe(1);
    expect(call().args[2]).toBe('what-if');
    expect(readFileSync(output, 'utf8')).toBe('');
  });

  it.each([
    ['create', { AZURE_ENV_NAME: 'try' }, 2, /^Usage:/],
    ['delete', { AZURE_ENV_NAME: 'try', AZURE_LOCATION: 'westus2' }, 2, /^Usage:/],
    ['create', { AZURE_ENV_NAME: 'try', AZURE_LOCATION: 'westus2', PARAMETERS: '[]' }, 1, /must be a JSON object/],
  ])('refuses %s with %j', (verb, env, status, said) => {
    const run = provision(verb, env);
    expect(run.status).toBe(status);
    expect(run.stderr).toMatch(said);
  });
});
