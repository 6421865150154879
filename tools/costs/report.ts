import { table } from '../docs/markdown';
import { estimate, type CostRow, type Workload } from './estimate';
import { measured } from './counts';
import { examplePrices, type Prices } from './prices';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const money = (value: number) => (value >= 10 ? whole.format(value) : value.toFixed(value >= 0.01 ? 2 : 4));

function cells({ what, quantity, how, per, price, cost }: CostRow): string[] {
  const unit = per === 1 ? '' : ` per ${whole.format(per)}`;
  return [
    ...[what, whole.format(quantity), how],
    price === undefined ? 'not known' : `${price}${unit}`,
    cost === undefined ? `× your price${unit}` : money(cost),
  ];
}

/** An estimate as a Markdown table, with its sum. */
export function report(workload: Workload, prices: Prices): string {
  const { rows, total, activeSeconds, requests } = estimate(workload, prices);
  const missing = rows.filter(({ cost }) => cost === undefined).map(({ what }) => what);
  const sum = `${money(total)} ${prices.currency}${missing.length > 0 ? ` + ${missing.join(', ')}` : ''}`;
  return [
    table(['What', 'How many', 'From', 'Price', prices.currency], rows.map(cells)),
    `**${sum}** for ${whole.format(workload.items)} items in ${requests === 1 ? 'one request' : `${requests} requests`}; an instance is at work for at least ${hours(activeSeconds)}.`,
  ].join('\n\n');
}

function hours(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} minutes` : `${(seconds / 3_600).toFixed(1)} hours`;
}

/** The tables of docs/costs.md: both backends, a thousand and a million items. */
export function costTables(): string {
  const parts = [1_000, 1_000_000].flatMap((items) =>
    (['durableTaskScheduler', 'azureStorage'] as const).map((backend) => {
      const name = backend === 'durableTaskScheduler' ? 'Durable Task Scheduler' : 'Azure Storage';
      const workload: Workload = { action: 'export_and_erase', items, backend, memoryGb: 2 };
      return `#### ${whole.format(items)} items, ${name}\n\n${report(workload, examplePrices)}`;
    }),
  );
  return parts.join('\n\n');
}

/** What was counted, and what follows for each item and each request. */
export function countTable(): string {
  const names = Object.keys(measured.erase[0]).filter(
    (name) => name !== 'items',
  ) as (keyof (typeof measured.erase)[0])[];
  const rows = names.map((name) => {
    const line = (action: keyof typeof measured) => {
      const [small, large] = measured[action];
      const each = (large[name] - small[name]) / (large.items - small.items);
      return [whole.format(small[name]), whole.format(large[name]), each.toFixed(3)];
    };
    return [`\`${name}\``, ...line('erase'), ...line('export_and_erase')];
  });
  const of = (what: string) => [`${what}, 201 items`, `801 items`, 'each item'];
  return table(['Count', ...of('erase'), ...of('export and erase')], rows);
}
