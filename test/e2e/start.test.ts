import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { checkSettingsFile } from '../../local/cli/other-host';
import { eventually, startHostProcess } from '../component/host/host-process';
import { blocksOf, textOf } from '../unit/docs/markdown-files';

const root = join(__dirname, '../..');

/** `npm start` as a process, with what it has printed so far. */
interface Started {
  child: ChildProcess;
  output(): string;
  /** Resolves when this text was printed; rejects when the process ends before. */
  said(text: string): Promise<void>;
  /** The exit code. */
  ended: Promise<number | null>;
}

describe('npm start', () => {
  let dir: string;
  const running = new Set<ChildProcess>();
  beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'start-test-'))));
  afterAll(() => {
    for (const child of running) child.kill('SIGTERM');
    rmSync(dir, { recursive: true });
  });

  function start(...args: string[]): Started {
    const cli = join(root, 'dist/local/cli/start.js');
    const all = [cli, '--seed', join(root, 'seeds/small.json'), '--dir', join(dir, 'state'), '--port', '0', ...args];
    const { npm_lifecycle_event: _npm, ...env } = process.env;
    const child = spawn(process.execPath, all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        child.emit('said');
      });
    }
    const ended = new Promise<number | null>((done) => child.once('close', done));
    void ended.then(() => running.delete(child));
    const said = (text: string) =>
      new Promise<void>((done, fail) => {
        const look = () => output.includes(text) && done();
        child.on('said', look);
        void ended.then((code) => fail(new Error(`It ended with ${code} and said: ${output}`)));
        look();
      });
    return { child, output: () => output, said, ended };
  }

  /** Runs the lines to copy that follow the title "Try it", and returns what they print. */
  function tryIt(output: string): string {
    const lines = output.slice(output.indexOf('Try it')).split('\n').slice(1);
    return execFileSync('sh', ['-c', lines.slice(0, lines.indexOf('')).join('\n')], { encoding: 'utf8' });
  }

  it('prints commands that work, keeps its state, and keeps others out of it', async () => {
    const first = start();
    await first.said('Ctrl-C stops everything');
    expect(tryIt(first.output())).toMatch(/"state":"received".*\{"requests":\[\{"id":"dsr-/s);

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^Another start is running/);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);

    const again = start();
    await again.said('Ctrl-C stops everything');
    const listed = tryIt(again.output());
    expect(listed.slice(listed.indexOf('"requests"')).match(/"id":"dsr-/g)).toHaveLength(2);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
    expect(execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' })).not.toContain(dir);
  });

  it('answers the commands of the pages, as they stand there', async () => {
    const started = start();
    await started.said('Ctrl-C stops everything');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(started.output())?.[0] ?? '';
    cpSync(join(root, 'seeds'), join(dir, 'seeds'), { recursive: true });
    cpSync(join(root, 'seeds/requests/contoso-export.json'), join(dir, 'request.json'));
    for (const page of ['README.md', 'docs/http-api.md']) {
      const blocks = blocksOf(textOf(page)).filter(({ language, kind }) => language === 'bash' && kind === 'tested');
      expect(blocks.length).toBeGreaterThan(0);
      const commands = blocks.map(({ text }) => text.replace('http://127.0.0.1:7071', url)).join('\n');
      const printed = execFileSync('sh', ['-ec', commands], { encoding: 'utf8', cwd: dir });
      expect(printed).toMatch(/"state":"received"/);
    }
    const workspace = /\/subscriptions\/\S+\/workspaces\/[\w-]+/.exec(started.output())?.[0] ?? '';
    const smoke = ['--url', url, '--local-user', 'requester', '--workspace', workspace];
    const checked = spawnSync(process.execPath, [join(root, 'dist/tools/smoke/main.js'), ...smoke], {
      encoding: 'utf8',
    });
    expect(checked.stdout).not.toMatch(/^✗(?! gap )/m);
    expect(checked.stdout.match(/^✓/gm)).toHaveLength(10);
    expect([0, 2]).toContain(checked.status);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
  });

  it('refuses another seed on the same folder', async () => {
    const other = start('--seed', join(root, 'seeds/contoso.json'));
    expect(await other.ended).toBe(1);
    expect(other.output()).toContain('another seed');
  });

  it('serves another host by the settings that it writes, and no file of somebody else is lost', async () => {
    const file = join(dir, 'local.settings.json');
    const services = (): Started => start('--no-host', '--settings', file);
    writeFileSync(file, '{"IsEncrypted":false,"Values":{}}');
    const refused = services();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`${file} is not of an earlier start.`);
    rmSync(file);

    const first = services();
    await first.said('Ctrl-C stops everything');
    const { Values } = JSON.parse(readFileSync(file, 'utf8')) as { Values: Record<string, string> };
    // The host of Core Tools knows no certificate of ours, and gives its environment to the worker that loads the app.
    expect(Values.AzureWebJobsStorage).toMatch(/QueueEndpoint=http:/);
    const host = await startHostProcess(mkdtempSync(join(dir, 'other-')), { app: root, env: Values });
    try {
      expect((await host.fetch('/api/health')).status).toBe(200);
      const queues = QueueServiceClient.fromConnectionString(Values.AzureWebJobsStorage ?? '');
      await queues.getQueueClient('privacy-requests').sendMessage(Buffer.from('{}').toString('base64'));
      const results = queues.getQueueClient('privacy-results');
      const answer = await eventually(async () => {
        const [message] = (await results.peekMessages().catch(() => undefined))?.peekedMessageItems ?? [];
        return message?.messageText;
      });
      expect(JSON.parse(Buffer.from(answer, 'base64').toString())).toMatchObject({ state: 'refused' });
    } finally {
      await host.child.stop();
    }
    const [, who = ''] = /REQUESTER=(\S+)/.exec(first.output()) ?? [];
    expect(JSON.parse(Buffer.from(who, 'base64').toString())).toMatchObject({
      claims: expect.arrayContaining([{ typ: 'roles', val: 'Requests.Erase' }]) as object,
    });
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    // The next start may write it again.
    await expect(checkSettingsFile(file)).resolves.toBeUndefined();
  });
});
