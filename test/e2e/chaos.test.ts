import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Runs the chaos runner with a folder of its own for what it leaves behind. */
function chaos(tmp: string, ...args: string[]) {
  return spawnSync(process.execPath, [resolve('dist/test/chaos/main.js'), ...args], {
    ...{ encoding: 'utf8', env: { ...process.env, TMPDIR: tmp }, timeout: 540_000, maxBuffer: 1 << 26 },
  });
}

describe('npm run chaos', () => {
  let tmp: string;
  beforeAll(() => {
    tmp = mkdtempSync(join(tmpdir(), 'chaos-test-'));
  });
  afterAll(() => rmSync(tmp, { recursive: true, force: true }));

  it('kills and cuts off everything, and finds every promise kept', () => {
    const { status, stdout, stderr } = chaos(tmp, '--seed', '37', '--kills', '6', '--requests', '3');
    expect(`${stdout}${stderr}`).toContain('Every check of every round held.');
    expect(status).toBe(0);
    for (const target of ['host', 'emulator', 'storage', 'network'])
      expect(stdout).toMatch(new RegExp(`interruption .*${target}`));
    expect(readdirSync(tmp)).toEqual([]);
  }, 560_000);

  it('answers options that it does not know with its usage', () => {
    const { status, stderr } = chaos(tmp, '--fast');
    expect(status).toBe(2);
    expect(stderr).toContain('Usage: npm run chaos');
  });
});
