import type { PackageFile } from '../../../../src/requests/package/package-files';
import type { PackageAbout } from '../../../../src/requests/package/package-manifest';
import { packageReadme, totalsOf } from '../../../../src/requests/package/package-readme';

const about: PackageAbout = { requestId: 'r<1>', madeAt: '2026-03-02T09:15:00.000Z', otherPeople: 'redacted' };
const words = (type: string) => ({ title: `Title of ${type}`, summary: '<summary>' });

async function* files(all: Iterable<Partial<PackageFile>>): AsyncGenerator<PackageFile> {
  for (const each of all) {
    await Promise.resolve();
    yield {
      ...{ path: 'files/job/j.r/p/x', blob: 'b', size: 1, sha256: 's', crc32: 0, source: 'x', ref: 'r', type: 'job' },
      ...{ item: 'j', workspace: 'w', at: 't', ...each },
    };
  }
}

async function textOf(all: readonly Partial<PackageFile>[], more: Partial<PackageAbout> = {}): Promise<string> {
  const parts: string[] = [];
  const totals = await totalsOf(files(all));
  for await (const part of packageReadme({ ...about, ...more }, totals, files(all), words)) parts.push(part.toString());
  return parts.join('');
}

describe('the first page of a package', () => {
  it('has a table per type, a row per thing, and links that work', async () => {
    const text = await textOf([
      { path: 'records/job/j.r.arm.json', createdAt: '2024-01-08T09:00:00Z', size: 500 },
      { path: 'records/job/j.r.run-history.json' },
      { path: 'metrics/j.r/loss.csv' },
      { path: 'files/job/j.r/p/a b#1?.txt', size: 1_000 },
      { ref: 's', item: 'k' },
      { ref: 'm', item: 'm', type: 'model', path: 'files/model/m.r/p/x.bin' },
    ]);
    expect(text.match(/<h2 id="\w+">[^<]*/g)).toEqual(['<h2 id="job">Title of job', '<h2 id="model">Title of model']);
    expect(text.match(/class="name">\s*\w/g)).toHaveLength(3);
    expect(text).toContain('href="files/job/j.r/p/a%20b%231%3F.txt"');
    expect(text).toMatch(/arm\.json">record<\/a>/);
    expect(text).toMatch(/run-history\.json">record \(run-history\)/);
    expect(text).toContain('8 January 2024');
    expect(text).toMatch(/2 March 2026 at\s+09:15\s+UTC/);
    expect(text).toMatch(/<td class="n w">1\.5 kB/);
    expect(text).toContain('r&lt;1&gt;');
    expect(text).toContain('&lt;summary&gt;');
    expect(text.match(/<table>/g)).toHaveLength((text.match(/<\/table>/g) ?? []).length);
    expect(text.trimEnd()).toMatch(/<\/html>$/);
  });

  it('says whether other people were taken out', async () => {
    expect(await textOf([])).toContain('[redacted]');
    expect(await textOf([], { otherPeople: 'kept' })).toContain('may name other people');
    expect(await textOf([], { otherPeople: undefined })).not.toContain('Other people');
  });

  it('says when there is nothing, and names the workspace only where there are several', async () => {
    expect(await textOf([])).toContain('Nothing was found');
    expect(await textOf([{}])).not.toContain('class="where"');
    expect(await textOf([{}, { ref: 's', workspace: 'v' }])).toContain('in v');
  });

  it('lets nothing of a workspace become markup', async () => {
    const evil = '<script>alert(1)</script>"\'&';
    const text = await textOf([{ item: evil, path: `files/job/${evil}/p/${evil}`, workspace: evil, ref: evil }]);
    expect(text).not.toContain('<script');
    const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(link).toMatch(/^[\w#%./()&;~-]+$/);
  });

  it('links the first thousand files of a thing and counts the rest', async () => {
    const text = await textOf(Array.from({ length: 1_200 }, (_, at) => ({ path: `files/job/j.r/p/${at}` })));
    expect(text.match(/<li><a href/g)).toHaveLength(1_000);
    expect(text).toContain('200 more: see manifest.json');
  });

  it('comes in pieces, however many things there are', async () => {
    let longest = 0;
    let pieces = 0;
    const many = Array.from({ length: 20_000 }, (_, at) => ({ ref: `r${at}` }));
    for await (const part of packageReadme(about, await totalsOf(files(many)), files(many), words)) {
      longest = Math.max(longest, part.length);
      pieces += 1;
    }
    expect(pieces).toBeGreaterThan(20_000);
    expect(longest).toBeLessThan(20_000);
  });
});
