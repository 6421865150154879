import { containers } from '../../src/storage/own-containers';
import { emulatorAccount, type Job, type Measure, type Operation, type Row, type Target } from './model';
import type { Client } from './run-client';
import type { Service } from './store';

/** What to measure against one service. */
export interface Series {
  kind: Row['service'];
  operations: readonly Operation[];
  count: number;
  rounds: number;
}

const source = 'bench-source';
/** Exports go to the app's own container for packages. */
const into = containers.packages;

/**
 * Runs all clients in turn, as often as there are rounds, so that a disturbance of the machine meets all of them alike.
 * Each erasure begins with new blobs, each copy with an empty target, and what it did is counted afterwards.
 */
export async function runSeries(
  service: Service,
  access: { token: string; identityUrl: string },
  clients: readonly Client[],
  { kind, operations, count, rounds }: Series,
  { told, failed }: { told: (row: Row) => void; failed: (why: string) => void },
): Promise<void> {
  const { url, certFile } = service;
  const target: Target = { url, certFile, account: emulatorAccount.name, accountKey: emulatorAccount.key, ...access };
  for (const operation of operations) {
    const job: Job = { operation, container: source, count, into };
    const able = clients.filter((client) => client.operations.includes(operation));
    const measures = new Map<Client, Measure[]>(able.map((client) => [client, []]));
    await service.fill(source, count);
    for (let round = 0; round < rounds; round += 1) {
      for (const client of able.filter((one) => measures.has(one))) {
        if (operation === 'erase' && kind === 'store') {
          await service.drop(source);
          await service.fill(source, count);
        }
        if (operation.startsWith('copy')) await service.fill(into);
        try {
          const measure = await client.run(target, job);
          if (kind === 'store') await check(service, client, job);
          measures.get(client)?.push(measure);
        } catch (error) {
          // Other people's tools may not get along with what isn't Azure; ours has to.
          if (client.name === 'ours' || !(error instanceof Error)) throw error;
          failed(error.message);
          measures.delete(client);
        }
        if (operation.startsWith('copy')) await service.drop(into);
      }
    }
    await service.drop(source);
    for (const [client, all] of measures) {
      told({ service: kind, operation, client: client.name, count, rounds, ...medianOf(all) });
    }
  }
}

async function check(service: Service, client: Client, { operation, count }: Job): Promise<void> {
  const [container, expected] = operation === 'erase' ? [source, 0] : [into, Math.min(count, 5_000)];
  if (operation === 'list') return;
  const found = await service.count(container);
  if (found !== expected) throw new Error(`After ${client.name} ${operation}: ${found} blobs instead of ${expected}.`);
}

function medianOf(measures: readonly Measure[]): Measure {
  const median = (field: keyof Measure) =>
    measures.map((measure) => measure[field]).sort((a, b) => a - b)[Math.floor((measures.length - 1) / 2)] ?? 0;
  return { seconds: median('seconds'), cpuSeconds: median('cpuSeconds'), rssBytes: median('rssBytes') };
}
