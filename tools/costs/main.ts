import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Action } from './counts';
import { examplePrices, pricesSchema } from './prices';
import { report } from './report';

const usage = `Usage: npm run costs -- --items N [options]

  --items N       items of all plans: a job counts as two (its record and its files)
  --requests N    in how many requests; as few as plans allow unless told
  --action A      erase or export_and_erase (export_and_erase)
  --memory GB     memory of an instance: 0.5, 2 or 4 (2)
  --prices FILE   your prices, as JSON; an example of the file: --example
  --example       prints the example prices
  --help          this text

docs/costs.md says what is counted and what is not.
`;

function main(): number {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      ...{ items: text, requests: text, action: text, memory: text, prices: text },
      ...{ example: { type: 'boolean' }, help: { type: 'boolean' } },
    },
  });
  if (values.example) {
    process.stdout.write(`${JSON.stringify(examplePrices, undefined, 2)}\n`);
    return 0;
  }
  const items = Number(values.items);
  const action = (values.action ?? 'export_and_erase') as Action;
  const memoryGb = Number(values.memory ?? '2');
  const requests = values.requests === undefined ? undefined : Number(values.requests);
  const isCount = (count: number) => Number.isInteger(count) && count > 0;
  const isValid = isCount(items) && (requests === undefined || isCount(requests)) && [0.5, 2, 4].includes(memoryGb);
  if (values.help || !isValid || !['erase', 'export_and_erase'].includes(action)) {
    process.stdout.write(usage);
    return values.help ? 0 : 1;
  }
  const given =
    values.prices === undefined ? examplePrices : pricesSchema.parse(JSON.parse(readFileSync(values.prices, 'utf8')));
  for (const backend of ['durableTaskScheduler', 'azureStorage'] as const) {
    process.stdout.write(`${backend}\n\n${report({ action, items, requests, backend, memoryGb }, given)}\n\n`);
  }
  if (values.prices === undefined) process.stdout.write('Prices are an example: give your own with --prices.\n');
  return 0;
}

try {
  process.exitCode = main();
} catch (thrown) {
  process.stderr.write(`${(thrown as Error).message}\n`);
  process.exitCode = 1;
}
