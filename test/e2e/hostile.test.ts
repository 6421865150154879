import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzip } from '../../local/demo/unzip';
import { compared } from '../../src/requests/package/distinct-paths';
import { acting } from '../hostile';
import { World } from './harness';
import { hostileFiles, hostileMetrics, hostileSeed } from './hostile-seed';
import { runAll, type Result } from './variant-run';

const eve = { identities: [{ type: 'object_id', value: 'e0e00000-0000-4000-8000-000000000001' }] };

interface Entry {
  path: string;
  size: number;
  sha256: string;
  source?: string;
  item?: string;
}

/** Whether a page has no other tags than its own templates, each with quoted attributes of theirs. */
function isInert(page: string): void {
  const [, body = ''] = page.split('<body>');
  const attribute = '(class|href|id|title|style|role|aria-label)="[^"<>]*"';
  const text = body.replace(new RegExp(`</?[a-z]+[1-6]?(\\s+${attribute})*\\s*/?>`, 'g'), '');
  expect(text).not.toMatch(/[<>"']/);
  expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
  expect(body.match(/<(script|img|svg|iframe|object|form|base|link|meta|style)\b/gi)).toBeNull();
  expect(body.match(/href="(?!#|[\w.%~-]+(\/[\w.%~-]+)*")[^"]*"/g)).toBeNull();
  expect(page).not.toMatch(/[^\P{Cc}\t\n\r]|\r(?!\n)|[\p{Cf}\p{Zl}\p{Zp}]/u);
}

describe('workspaces in which everything has a hostile name', () => {
  let world: World;
  let dir: string;
  let done: (name: 'hostile' | 'large' | 'nameless') => Result;
  let manifest: Entry[];
  const packaged = (path: string) => readFile(join(dir, 'package', path));
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-hostile-'));
    world = await World.start(hostileSeed, {
      settings: { PACKAGE_LIMIT_BYTES: '2000000', PACKAGE_STREAM_LIMIT_BYTES: '100000000' },
    });
    const variant = (name: string) => ({
      ...{ workspaces: [name], accounts: [`${name}store`], decide: () => ({ acceptWeak: true }) },
      request: { action: 'export_and_erase', subject: eve },
    });
    done = await runAll(world, { hostile: variant('hostile'), large: variant('large'), nameless: variant('nameless') });
    await writeFile(join(dir, 'package.zip'), await world.download('/api/requests/hostile/package', 'requester'));
    await unzip(join(dir, 'package.zip'), join(dir, 'package'));
    manifest = (JSON.parse((await packaged('manifest.json')).toString()) as { files: Entry[] }).files;
  }, 200_000);
  afterAll(async () => {
    await world?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('are exported and erased whole, as the certificate says', () => {
    const { view, gaps, wrong, left, certificate } = done('hostile');
    expect([view.state, gaps, wrong]).toEqual(['completed', [], []]);
    expect(left).toEqual(['ExperimentRun/dcid.bens/log.txt']);
    expect(certificate.results.items.erase.job).toEqual({ deleted: hostileSeed.workspaces[0]!.jobs.length - 1 });
  });

  it('give a package whose files can lie side by side everywhere and are what the manifest says', async () => {
    const paths = manifest.map(({ path }) => compared(path));
    const folders = new Set(paths.flatMap((path) => path.split('/').map((_, at, all) => all.slice(0, at).join('/'))));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => folders.has(path))).toEqual([]);
    for (const { path, size, sha256 } of manifest) {
      expect(path).toMatch(/^[\p{L}\p{N}._~-]+(\/[\p{L}\p{N}._~-]+)*$/u);
      expect(path.length).toBeLessThan(290);
      const bytes = await packaged(path);
      expect([path, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([path, size, sha256]);
    }
  });

  it('keep every byte of every file, found by where it came from', async () => {
    const found = new Map<string, string>();
    for (const { path, source = '', item } of manifest) {
      if (item !== 'files' || !path.startsWith('files/runHistory/')) continue;
      const [, name = ''] = decodeURIComponent(new URL(source).pathname).split('/ExperimentRun/dcid.files/');
      found.set(name, (await packaged(path)).toString());
    }
    expect(found).toEqual(hostileFiles);
    const metrics = manifest.filter(({ path, item }) => item === 'files' && path.startsWith('metrics/'));
    expect(metrics).toHaveLength(new Set(hostileMetrics).size);
    for (const { path } of metrics) expect((await packaged(path)).toString()).toMatch(/^step,timestamp,value\r\n0,/);
  });

  it('leave pages inert: of the package and of the certificate', async () => {
    const page = (await packaged('README.html')).toString();
    isInert(page);
    expect(page).toContain('&lt;!-- contents --&gt;');
    expect(page).toContain('cod\\u202egpj.exe');
    const links = [...page.matchAll(/href="([^"#]+)"/g)].map(([, link]) => decodeURIComponent(link ?? ''));
    const described = manifest.map(({ path }) => path).filter((path) => path.includes('/'));
    expect(new Set(links)).toEqual(new Set([...described, 'manifest.json']));
    for (const id of ['hostile', 'large', 'nameless']) {
      const answer = await world.raw('GET', `/api/requests/${id}/certificate`, 'reader', { accept: 'text/html' });
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      isInert(await answer.text());
    }
  });

  it('are never sniffed, cached or shown by a browser', async () => {
    const file = manifest.find(({ path }) => path.endsWith('.exe'));
    const routes = ['', '/plan', '/certificate', '/package', `/package/${encodeURI(file?.path ?? '')}`];
    for (const path of [...routes.map((route) => `/api/requests/hostile${route}`), '/api/health', '/api/requests']) {
      const { status, headers } = await world.raw('GET', path, 'requester');
      expect([path, status, headers.get('x-content-type-options')]).toEqual([path, 200, 'nosniff']);
      expect(headers.get('content-type')).not.toMatch(/html|xml|javascript/);
      expect(headers.get('cache-control')).toContain('no-store');
      if (path.includes('/package'))
        expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.~-]+"/);
    }
  });

  it('say nothing in logs and messages', async () => {
    const log = await readFile(join(world.system.dir, 'host.log'), 'utf8');
    expect(log).not.toMatch(acting);
    expect(log).not.toMatch(/onerror|alert\(|eve@example/);
    const messages = await world.messages('privacy-results', 3);
    expect(JSON.stringify(messages)).not.toMatch(/onerror|alert\(|eve@|script/);
  });

  it('erase nothing that the package has no room for, and say how much that is', () => {
    const { view, gaps, wrong, left, outcome, certificate, plan } = done('large');
    expect([view.state, wrong]).toEqual(['completed_with_gaps', []]);
    expect(gaps.sort()).toEqual(['package_limit job', 'package_limit runHistory']);
    expect(certificate.gaps.find(({ type }) => type === 'runHistory')?.detail).toBe('3 items, 4.3 MB');
    for (const job of ['big', 'pipe', 'step']) {
      expect([job, outcome('job', job), outcome('runHistory', job)]).toEqual([
        ...[job, 'blocked package_limit', 'blocked package_limit'],
      ]);
    }
    expect([outcome('job', 'small'), outcome('runHistory', 'small')]).toEqual(['erased', 'erased']);
    const kept = ['big/a.bin', 'big/b', 'pipe/user_logs/std_log.txt', 'step/c'];
    expect(left.sort()).toEqual(kept.map((path) => `ExperimentRun/dcid.${path}`));
    expect(certificate.results.items.export).toMatchObject({ runHistory: { blocked: 3, exported: 1 } });
    expect(plan.filter(({ unpackaged }) => unpackaged)).toHaveLength(6);
  });

  it('are a gap where no URL can name them, and lead to nothing else', () => {
    const { view, gaps, wrong, outcome, left } = done('nameless');
    expect([view.state, wrong]).toEqual(['completed_with_gaps', []]);
    expect(gaps).toEqual(expect.arrayContaining(['unreadable job', 'unreadable runHistory']));
    expect(outcome('job', 'plain')).toBe('not planned');
    expect(left).toContain('ExperimentRun/dcid.plain/x');
  });
});
