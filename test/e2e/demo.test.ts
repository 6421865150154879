import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the summary of the demo has, as far as it is looked at here. */
interface Summary {
  requestId: string;
  state: string;
  seconds: number;
  counts: Record<string, number>;
  outcomes: Record<'export' | 'erase', Record<string, Record<string, number>>>;
  gaps: { code: string; type: string }[];
  notices: { code: string; type: string; detail?: string }[];
  faults: { pointer: string; detail: string }[];
  files: Record<string, string>;
  error?: string;
}

const workspace = [
  '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/labs',
  '/providers/Microsoft.MachineLearningServices/workspaces/tiny',
].join('');
const grace = { key: 'grace', displayName: 'Grace Murray', objectId: '6ace0000-0000-4000-8000-000000000001' };
const linus = { key: 'linus', displayName: 'Linus Pauling', objectId: '6ace0000-0000-4000-8000-000000000002' };
const seed = {
  people: [
    { ...grace, upn: 'grace@labs.example' },
    { ...linus, upn: 'linus@labs.example' },
  ],
  workspaces: [
    {
      ...{
        name: 'tiny',
        resourceGroup: 'labs',
        createdBy: 'linus',
        workspaceId: '6ace0000-0000-4000-8000-0000000000aa',
      },
      onlineEndpoints: [
        { name: 'bonds-live', createdBy: 'linus', traffic: { blue: 100 }, deployments: [{ name: 'blue' }] },
      ],
      jobs: [
        { name: 'bond1', experiment: 'bonds', createdBy: 'grace', files: { 'user_logs/log.txt': 'of grace\n' } },
        { name: 'bond10', experiment: 'bonds', createdBy: 'linus', files: { 'user_logs/log.txt': 'of linus\n' } },
      ],
    },
  ],
  blobs: [
    {
      ...{ account: 'tinystore', container: 'azureml-blobstore-6ace0000-0000-4000-8000-0000000000aa' },
      ...{ path: 'UI/2022/rows.csv', content: 'of nobody\n' },
    },
  ],
};

// Each of them starts and stops everything.
jest.setTimeout(180_000);

describe('npm run demo', () => {
  let dir: string;
  let temporary: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'demo-test-'));
    // The demo's temporary folder is made in here, so that what it leaves behind is seen.
    temporary = mkdtempSync(join(dir, 'tmp-'));
    writeFileSync(join(dir, 'seed.json'), JSON.stringify(seed));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  interface Run {
    code: number | null;
    stdout: string;
    stderr: string;
  }

  /** Runs the demo; `until` is called with everything written to standard error so far, and may signal the process. */
  function demo(args: string[], until?: (stderr: string, kill: () => void) => void): Promise<Run> {
    const cli = join(__dirname, '../../dist/local/cli/demo.js');
    const { npm_lifecycle_event: _npm, ...environment } = process.env;
    const child = spawn(process.execPath, [cli, '--seed', join(dir, 'seed.json'), '--out', join(dir, 'out'), ...args], {
      env: { ...environment, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const run: Run = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (run.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      run.stderr += chunk.toString();
      until?.(run.stderr, () => child.kill('SIGINT'));
    });
    return new Promise((done) => child.once('close', (code) => done({ ...run, code })));
  }

  /** A copy of what is deployed, in a folder from which nothing else of the project, and no package, can be found. */
  function deployed(): string {
    const folder = join(dir, 'deployed');
    cpSync(join(__dirname, '../../dist/app'), folder, { recursive: true });
    for (let above = folder; above !== dirname(above); above = dirname(above)) {
      expect(existsSync(join(above, 'node_modules'))).toBe(false);
    }
    expect(process.env.NODE_PATH ?? '').toBe('');
    return folder;
  }

  function withRequest(request: unknown): string[] {
    writeFileSync(join(dir, 'request.json'), JSON.stringify(request));
    return ['--json', '--request', join(dir, 'request.json')];
  }

  const inOut = (name: string) => join(dir, 'out', name);
  const readJson = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;

  it('exports and erases one person with the built package alone, and writes what came of it', async () => {
    const request = {
      requestId: 'labs-1',
      action: 'export_and_erase',
      subject: { identities: [{ type: 'object_id', value: grace.objectId }] },
      scope: { workspaces: [workspace] },
      approval: 'required',
      ticket: { system: 'jira', id: 'P-1' },
    };
    const { code, stdout, stderr } = await demo([...withRequest(request), '--app', deployed()]);

    expect(stdout.trim().split('\n')).toHaveLength(1);
    const summary = JSON.parse(stdout) as Summary;
    expect(summary).toMatchObject({ requestId: 'labs-1', counts: { gaps: summary.gaps.length } });
    expect(summary.outcomes.export.job).toEqual({ exported: 1 });
    expect(summary.outcomes.erase.job).toEqual({ deleted: 1 });
    expect([summary.state, code, summary.gaps]).toEqual(['completed', 0, []]);
    expect(summary.notices).toEqual([expect.objectContaining({ code: 'unattributed', type: 'upload', detail: '1' })]);
    expect(stderr).toContain('"approver"');
    expect(stderr).toMatch(/Names nobody.*\n +upload +1 in tiny/);

    const certificate = readJson<{ requestId: string; state: string; planHash: string; approver: { name: string } }>(
      inOut('certificate.json'),
    );
    expect(certificate).toMatchObject({ requestId: 'labs-1', state: summary.state, approver: { name: 'approver' } });
    expect(readFileSync(inOut('certificate.html'), 'utf8')).toMatch(/^<!doctype html/i);
    const plan = readJson<{ hash: string; items: { name: string; type: string }[]; next?: string }>(inOut('plan.json'));
    expect(plan.hash).toBe(certificate.planHash);
    expect(plan.items.filter(({ type }) => type === 'job').map(({ name }) => name)).toEqual(['bond1']);
    expect(readJson(inOut('result-message.json'))).toMatchObject({ requestId: 'labs-1', ticket: { id: 'P-1' } });
    expect(existsSync(inOut('package/README.html'))).toBe(true);
    expect(existsSync(inOut('package.zip'))).toBe(true);
    const exported = readdirSync(inOut('package'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(exported).toContain('of grace\n');
    expect(exported).not.toContain('of linus\n');
    for (const file of Object.values(summary.files)) expect(existsSync(file)).toBe(true);
    const records = readdirSync(inOut('outcomes')).map((name) => inOut(join('outcomes', name)));
    const { sha256 } = readJson<{ certificate: { sha256: string } }>(inOut('result-message.json')).certificate;
    const given = ['--keys', inOut('keys.json'), '--secret', inOut('mark-secret.json'), '--sha256', sha256];
    const verifier = join(__dirname, '../../dist/tools/verify-certificate/main.js');
    const report = spawnSync(process.execPath, [verifier, inOut('certificate.json'), ...records, ...given]);
    expect([report.status, report.stdout.toString()]).toEqual([0, expect.stringMatching(/\nNothing is wrong\.\n$/)]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('names what is in use in the approval when told to, and takes a whole workspace away', async () => {
    const scope = { workspaces: ['/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/labs'] };
    const whole = { everything: true, includeWorkspace: true, includeDependents: true };
    const request = { action: 'erase', scope: { ...scope, ...whole }, approval: 'required' };
    const { code, stdout, stderr } = await demo([...withRequest(request), '--approve-in-use']);
    const summary = JSON.parse(stdout) as Summary;
    expect([summary.state, code, summary.gaps]).toEqual(['completed', 0, []]);
    expect(summary.outcomes.erase).toMatchObject({
      ...{ onlineEndpoint: { deleted: 1 }, workspace: { deleted: 1 }, keyVault: { deleted: 1 }, job: { deleted: 2 } },
      storageAccount: { deleted: 1 },
    });
    expect(stderr).toContain('each named in the approval, so it goes too (--approve-in-use)');
  });

  it('says why a request is refused', async () => {
    const { code, stdout } = await demo(withRequest({ action: 'erase', scope: { workspaces: [workspace] } }));
    const summary = JSON.parse(stdout) as Summary;
    expect(code).toBe(1);
    expect(summary.state).toBe('refused');
    expect(summary.faults).toEqual([expect.objectContaining({ detail: expect.stringContaining('subject') as string })]);
    expect(readJson(inOut('result-message.json'))).toMatchObject({ state: 'refused', requestId: summary.requestId });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('stops everything when it is interrupted', async () => {
    let pids: number[] = [];
    const { code, stdout } = await demo(['--json'], (stderr, kill) => {
      if (!stderr.includes('✓ Inventory') || pids.length > 0) return;
      pids = childrenIn(temporary);
      kill();
    });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Summary).error).toMatch(/^Stopped/);
    expect(pids).toHaveLength(3);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('starts nothing for a seed that has faults', async () => {
    writeFileSync(join(dir, 'seed.json'), '{"people": [], "workspaces": [{"name": "tiny", "colour": 1}]}');
    const { code, stdout } = await demo(['--json']);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as Summary).error).toContain('/workspaces/0: unknown member "colour".');
    expect(existsSync(join(dir, 'out'))).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

/** Processes whose command line names this folder. */
function childrenIn(folder: string): number[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder))
    .map((line) => Number.parseInt(line.trim(), 10));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
