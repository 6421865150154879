import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

it('bench:storage measures and tells its goals', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'data-requests-bench-'));
  const json = join(dir, 'result.json');
  const main = join(__dirname, '../../../dist/bench/storage/main.js');
  const wanted = ['--sizes', '300', '--rounds', '1', '--services', 'store', '--clients', 'ours,raw', '--json', json];
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...wanted]);
  for (const word of ['blobs/s', 'RSS MB', 'erase', '× raw', 'peak memory']) expect(stdout).toContain(word);
  const { rows } = JSON.parse(await readFile(json, 'utf8')) as { rows: { operation: string; client: string }[] };
  expect(rows.map(({ operation, client }) => `${client} ${operation}`)).toEqual(
    ['list', 'erase', 'copy in the service', 'copy through the client'].flatMap((operation) => [
      `ours ${operation}`,
      `raw ${operation}`,
    ]),
  );
  await rm(dir, { recursive: true });
});
