import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzip } from '../../local/demo/unzip';
import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceId, World } from './harness';
import { emulator, fault } from './variant-tools';

const seed = {
  people: [
    {
      ...{ key: 'zelda', displayName: 'Zelda Quux', objectId: '2e1da000-0000-4000-8000-000000000001' },
      ...{ upn: 'zelda@example.org', email: 'zelda.quux@example.org' },
    },
    {
      ...{ key: 'ben', displayName: 'Ben Okri', objectId: 'be000000-0000-4000-8000-00000000000b' },
      ...{ upn: 'ben@example.org' },
    },
  ],
  switches: { historyPageSize: 3 },
  workspaces: [
    {
      ...{ name: 'lab', createdBy: 'ben' },
      jobs: [
        {
          ...{ name: 'train 1', createdBy: 'zelda', experiment: 'ranking', displayName: 'for Zelda Quux' },
          tags: { reviewer: 'ben@example.org', owner: 'zelda@example.org', 'ben@example.org': 'yes' },
          properties: { 'azureml.git.author': 'Ben Okri <ben@example.org>', note: 'asked by Ben Okri' },
          metrics: {
            loss: [0.9, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625],
            'val/acc': [{ step: 10, value: 'NaN', at: '2024-01-08T10:00:00Z' }],
          },
          files: {
            'user_logs/std_log.txt': 'ben@example.org wrote this\n',
            'outputs/ünï code.csv': 'a,b\n',
            'outputs/a.constructor': 'an ending that every object knows',
            'outputs/model.bin': { size: 9_000_000 },
          },
        },
        {
          ...{ name: 'pipe', type: 'Pipeline', createdBy: 'zelda', experiment: 'ranking' },
          children: [{ name: 'pipe-a', createdBy: 'ben', metrics: { loss: [1] } }],
        },
        { name: 'bens', createdBy: 'ben', experiment: 'ranking', metrics: { secret: [1] } },
      ],
    },
  ],
};
const zelda = { identities: [{ type: 'upn', value: 'zelda@example.org' }] };
const bens = /ben@example\.org|Ben Okri|be000000-0000-4000/i;

interface Manifest {
  otherPeople?: string;
  files: {
    path: string;
    size: number;
    sha256: string;
    redacted?: string[];
    item: string;
  }[];
}

describe('a package', () => {
  let world: World;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-package-'));
    world = await World.start(seed);
  });
  afterAll(async () => {
    await world.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const exportOf = async (requestId: string, more: object = {}) => {
    const answer = await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId, action: 'export', subject: zelda, scope: { workspaces: [workspaceId('lab')] } },
      ...more,
    });
    expect(answer.status).toBe(202);
    return world.end(requestId);
  };
  const get = (path: string, headers: Record<string, string> = {}) => world.raw('GET', path, 'requester', headers);

  describe('as a zip', () => {
    let manifest: Manifest;
    const file = (path: string) => readFile(join(dir, 'zip', path));
    beforeAll(async () => {
      expect((await exportOf('zip')).state).toBe('completed');
      const answer = await get('/api/requests/zip/package');
      // Larger than what is streamed: a link.
      const { link } = (await answer.json()) as { link: string };
      await writeFile(join(dir, 'package.zip'), await world.followLink(link));
      await unzip(join(dir, 'package.zip'), join(dir, 'zip'));
      manifest = JSON.parse((await file('manifest.json')).toString()) as Manifest;
    });

    it('holds exactly what its manifest says', async () => {
      const found = (await readdir(join(dir, 'zip'), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, 'zip').length + 1));
      expect(found.sort()).toEqual([...manifest.files.map((entry) => entry.path), 'manifest.json'].sort());
      for (const { path, size, sha256 } of manifest.files) {
        const bytes = await file(path);
        expect([path, bytes.length]).toEqual([path, size]);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      }
    });

    it('names nobody else in its records, and says where somebody was', async () => {
      const records = manifest.files.filter(({ path }) => path.startsWith('records/'));
      expect(records.length).toBeGreaterThanOrEqual(5);
      for (const { path } of records) expect((await file(path)).toString()).not.toMatch(bens);
      expect(JSON.stringify(records)).not.toMatch(bens);
      const arm = records.find(({ path }) => /^records\/job\/train_1~\w+\.\w+\.arm\.json$/.test(path));
      expect(arm?.redacted).toEqual(
        expect.arrayContaining([
          '/properties/tags/reviewer',
          '/properties/tags/[redacted]',
          '/properties/properties/note',
        ]),
      );
      const text = (await file(arm?.path ?? '')).toString();
      expect(text).toContain('zelda@example.org');
      expect(text).toContain('for Zelda Quux');
      expect(manifest.otherPeople).toBe('redacted');
      // Bytes are as they were.
      const log = manifest.files.find(({ path }) => path.endsWith('std_log.txt') && path.includes('train'));
      expect((await file(log?.path ?? '')).toString()).toBe('ben@example.org wrote this\n');
    });

    it('has the metrics of her jobs and their children as tables, however many pages they come in', async () => {
      const metrics = manifest.files.map(({ path }) => path).filter((path) => path.startsWith('metrics/'));
      expect(metrics).toHaveLength(3);
      const loss = metrics.find((path) => /^metrics\/train_1~\w+\.\w+\/loss\.csv$/.test(path)) ?? '';
      const rows = (await file(loss)).toString().split('\r\n');
      expect(rows).toHaveLength(9);
      expect(rows.slice(0, 2)).toEqual(['step,timestamp,value', '0,2024-01-08T09:00:00.000Z,0.9']);
      expect(rows.at(-2)).toBe('6,2024-01-08T09:06:00.000Z,0.015625');
      const accuracy = metrics.find((path) => path.includes('acc')) ?? '';
      expect((await file(accuracy)).toString()).toBe('step,timestamp,value\r\n10,2024-01-08T10:00:00.000Z,NaN\r\n');
      expect(metrics.some((path) => path.startsWith('metrics/pipe-a.'))).toBe(true);
    });

    it('begins with a page whose links lead to its files', async () => {
      const page = (await file('README.html')).toString();
      expect(page).toContain('Jobs');
      const links = [...page.matchAll(/href="([^"#]+)"/g)].map(([, link]) => decodeURIComponent(link ?? ''));
      const described = manifest.files.map(({ path }) => path).filter((path) => path.includes('/'));
      expect(new Set(links)).toEqual(new Set([...described, 'manifest.json']));
      for (const link of links) expect((await stat(join(dir, 'zip', link))).isFile()).toBe(true);
    });

    it('is a research object with the same files', async () => {
      const crate = JSON.parse((await file('ro-crate-metadata.json')).toString()) as { '@graph': { '@id': string }[] };
      const ids = crate['@graph'].map((entity) => decodeURI(entity['@id']));
      expect(ids.sort()).toEqual([...manifest.files.map(({ path }) => path), ...['./', 'manifest.json']].sort());
    });
  });

  describe('without a zip', () => {
    const folder = '/api/requests/single/package';
    beforeAll(async () => {
      expect((await exportOf('single', { package: { zip: false, otherPeople: 'kept' } })).state).toBe('completed');
    });

    it('is reached by its page', async () => {
      const json = await get(folder);
      expect(await json.json()).toMatchObject({ zip: false, links: { readme: `${folder}/README.html` } });
      const browser = await get(folder, { accept: 'text/html' });
      expect([browser.status, browser.headers.get('location')]).toEqual([302, `${folder}/README.html`]);
      const page = await get(`${folder}/README.html`);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-disposition')).toBeNull();
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('content-security-policy')).toContain('sandbox');
      expect(await page.text()).toContain('may name other people');
    });

    it('gives every file that the page links: small ones at once, large ones by a link that expires', async () => {
      const page = await (await get(`${folder}/README.html`)).text();
      const links = [...page.matchAll(/href="([^"#]+)"/g)].map(([, link]) => link ?? '');
      const { files } = (await (await get(`${folder}/manifest.json`)).json()) as Manifest;
      let linked = 0;
      for (const link of links) {
        const answer = await get(`${folder}/${link}`);
        const entry = files.find(({ path }) => path === decodeURIComponent(link));
        let bytes = Buffer.from(await answer.arrayBuffer());
        if (answer.status === 302) {
          linked += 1;
          const target = answer.headers.get('location') ?? '';
          expect(new URL(target).searchParams.get('rscd')).toMatch(/^attachment;/);
          expect(new URL(target).searchParams.get('se')).toBeTruthy();
          bytes = Buffer.from(await world.followLink(target));
        } else {
          expect([link, answer.status]).toEqual([link, 200]);
          expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
          expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
          expect(answer.headers.get('content-type')).not.toMatch(/html|xml|svg|script/);
        }
        if (entry) expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256);
      }
      expect(linked).toBe(1);
    });

    it('keeps other people where the request says so', async () => {
      const { files } = (await (await get(`${folder}/manifest.json`)).json()) as Manifest;
      const arm = files.find(({ path }) => /^records\/job\/train_1.*arm\.json$/.test(path));
      expect(await (await get(`${folder}/${arm?.path}`)).text()).toMatch(bens);
    });

    it('is refused like the package, and has nothing else', async () => {
      expect((await world.call('GET', `${folder}/README.html`, 'reader')).status).toBe(403);
      expect((await world.call('GET', `${folder}/README.html`)).status).toBe(401);
      for (const path of ['nothing', 'records/job/train.deadbeef.arm.json', 'files/../README.html', '%2e%2e%2fx']) {
        const found = path.endsWith('README.html') ? 200 : 404;
        expect([path, (await get(`${folder}/${path}`)).status]).toEqual([path, found]);
      }
    });
  });

  it('says that metrics could not be read, and exports the rest', async () => {
    const respond = { status: 403, body: { error_code: 'PERMISSION_DENIED', message: 'no' } };
    await fault(world, 'GET', '^/mlflow/.*/runs/get', { respond });
    expect((await exportOf('refused')).state).toBe('completed_with_gaps');
    await emulator(world, 'DELETE', '/_emulator/faults');
    const certificate = await world.call<Certificate>('GET', '/api/requests/refused/certificate', 'reader');
    expect(certificate.body.results.items.export.job).toEqual({ blocked: 3 });
    expect(certificate.body.package?.files).toBeGreaterThan(8);
  });

  it('is no part of an erasure', async () => {
    const answer = await world.call('POST', '/api/requests', 'requester', {
      ...{ requestId: 'none', action: 'erase', subject: zelda, scope: { workspaces: [workspaceId('lab')] } },
      package: { zip: false },
    });
    expect(answer.status).toBe(400);
  });

  // The last one: it takes all packages away, as the lifecycle rule of the account does when their time is over.
  it('says that it was deleted, with a link or without', async () => {
    const packages = world.container('privacy-packages');
    for await (const { name } of packages.listBlobsFlat()) await packages.deleteBlob(name);
    for (const path of ['zip/package', 'zip/package/README.html', 'single/package/README.html']) {
      const answer = await world.call<{ code: string }>('GET', `/api/requests/${path}`, 'requester');
      expect([path, answer.status, answer.body.code]).toEqual([path, 410, 'package_removed']);
    }
  });
});
