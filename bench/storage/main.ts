import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goalsOf } from './goals';
import { localToken, startIdentity } from './identity';
import { operations, type Operation, type Row } from './model';
import { findClients } from './peers';
import { runSeries, type Series } from './rounds';
import { startService } from './store';
import { tableOf } from './table';

const usage = `npm run bench:storage -- [options]

  --sizes 20000,200000   blobs to list and erase; copies are measured with the smallest
  --million              adds 1,000,000 to the sizes, in one round
  --rounds 3             runs of each client, of which the median counts
  --only list,erase,copy operations
  --clients ours,raw     clients; all that are found unless told
  --services store,null  the blob service of local/storage/, and one that keeps nothing
  --json FILE            writes the results there too`;

interface Options {
  sizes: number[];
  rounds: number;
  only: string[];
  clients?: string[];
  services: Row['service'][];
  million: boolean;
  json?: string;
}

function readOptions(): Options | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    options: {
      ...{ sizes: text, rounds: text, only: text, clients: text, services: text, json: text },
      ...{ million: flag, help: flag },
    },
  });
  if (values.help) return undefined;
  const list = (value: string | undefined) => value?.split(',').map((part) => part.trim());
  const sizes = (list(values.sizes) ?? ['20000', '200000']).map(Number).sort((a, b) => a - b);
  const services = (list(values.services) ?? ['store', 'null']) as Row['service'][];
  const rounds = Number(values.rounds ?? 3);
  const valid = [...sizes, rounds].every((count) => Number.isInteger(count) && count > 0);
  if (!valid || !services.every((service) => ['store', 'null'].includes(service))) throw new Error(usage);
  return {
    ...{ sizes, rounds, services, million: values.million === true },
    only: list(values.only) ?? ['list', 'erase', 'copy'],
    ...{ clients: list(values.clients), json: values.json },
  };
}

/** All that is to be measured, smallest first. */
function seriesOf({ sizes, rounds, only, services, million }: Options): Series[] {
  const wanted = operations.filter((operation) => only.some((word) => operation.startsWith(word)));
  const isCopy = (operation: Operation) => operation.startsWith('copy');
  const series = services.flatMap((kind) =>
    // The null service is about the client alone: one size says it.
    sizes.slice(0, kind === 'null' ? 1 : undefined).map((count, index): Series => {
      const measured = wanted.filter((operation) => index === 0 || !isCopy(operation));
      return { kind, count, rounds, operations: measured };
    }),
  );
  if (!million) return series;
  const measured = wanted.filter((operation) => !isCopy(operation));
  return [...series, { kind: 'store', count: 1_000_000, rounds: 1, operations: measured }];
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return console.log(usage);
  const { found, missing } = await findClients();
  for (const line of missing) console.log(`missing: ${line}`);
  const clients = found.filter(({ name }) => options.clients?.includes(name) ?? true);
  const dir = await mkdtemp(join(tmpdir(), 'bench-storage-'));
  const token = localToken();
  const identity = await startIdentity(token);
  const rows: Row[] = [];
  const failed: string[] = [];
  try {
    for (const series of seriesOf(options)) {
      const service = await startService(series.kind, dir, token);
      try {
        await runSeries(service, { token, identityUrl: identity.url }, clients, series, {
          told(row) {
            rows.push(row);
            console.error(`${row.service} ${row.operation} ${row.count} ${row.client}: ${row.seconds.toFixed(2)} s`);
          },
          failed(why) {
            failed.push(why);
            console.error(why);
          },
        });
      } finally {
        await service.stop();
      }
    }
  } finally {
    identity.stop();
    await rm(dir, { recursive: true, force: true });
  }
  const goals = goalsOf(rows);
  console.log(tableOf(rows));
  for (const { goal, measured, met } of goals)
    console.log(`${met ? 'met   ' : 'missed'}  ${goal}: ${measured.toFixed(2)}`);
  if (options.json) await writeFile(options.json, `${JSON.stringify({ rows, goals, missing, failed }, null, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
