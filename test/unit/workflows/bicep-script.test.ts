import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

// Stands in for the Bicep CLI: says of main.bicep what it is told to, and ends with 0 unless that is an error.
const bicep = `#!/bin/sh
case "$*" in "$ABOUT "*main.bicep) ;; *) exit 0 ;; esac
echo "main.bicep(1,7) : $SAYS: something" >&2
case "$SAYS" in Error*) exit 1 ;; esac
`;

describe('the script that compiles infra/', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bicep-script-'));
  beforeAll(() => {
    writeFileSync(join(dir, 'bicep'), bicep);
    chmodSync(join(dir, 'bicep'), 0o755);
    mkdirSync(join(dir, 'infra/modules'), { recursive: true });
    for (const file of ['main', 'modules/one']) writeFileSync(join(dir, 'infra', `${file}.bicep`), '');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('compiles and lints infra/ unless it is told another folder', () => {
    const run = spawnSync(join(__dirname, '../../../.github/scripts/bicep'), [], {
      encoding: 'utf8',
      env: { PATH: `${dir}${delimiter}${process.env.PATH}`, ABOUT: 'lint', SAYS: 'Warning of the linter' },
    });
    expect([run.status, run.stdout, run.stderr]).toEqual([1, expect.stringContaining('main.bicep(1,7)'), '']);
  });

  it.each([
    ['build', 'Warning no-unused-params', 1],
    ['lint', 'Error BCP057', 1],
    ['lint', 'Info use-recent-api-versions', 0],
  ])('passes on what %s says: %s → %i', (command, says, status) => {
    const run = spawnSync(join(__dirname, '../../../.github/scripts/bicep'), [join(dir, 'infra')], {
      encoding: 'utf8',
      env: { PATH: `${dir}${delimiter}${process.env.PATH}`, ABOUT: command, SAYS: says },
    });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(status);
    expect(run.stdout.includes(`main.bicep(1,7) : ${says}`)).toBe(true);
  });
});
