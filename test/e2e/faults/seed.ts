import { twoPeople } from '../seeds';
import type { Place } from './fault-case';

/** A world with a small workspace, on an account of its own, for each group: no fault meets another one's request. */
export function seedOf(places: readonly Place[]) {
  const { people } = twoPeople(1);
  const file = 'logs/user_logs/std_log.txt';
  return {
    people,
    switches: {},
    workspaces: places.map(({ workspace, account }) => ({
      ...{ name: workspace, resourceGroup: 'ml', storageAccount: account, createdBy: 'ben' },
      jobs: [
        ...['job1', 'job2', 'job3'].map((name) => ({
          ...{ name, experiment: 'ranking', createdBy: 'zelda' },
          files: { [file]: `log of ${name}\n`, 'outputs/metrics.json': '{}' },
        })),
        { name: 'job10', experiment: 'ranking', createdBy: 'ben', files: { [file]: 'log of another\n' } },
      ],
      models: [
        ...[1, 2, 3, 4, 5, 6, 7].map((number) => ({
          name: `m${number}`,
          versions: [{ version: '1', createdBy: 'zelda', files: { 'model.pkl': `weights ${number}\n` } }],
        })),
        { name: 'other', versions: [{ version: '1', createdBy: 'ben', files: { 'model.pkl': 'others\n' } }] },
      ],
    })),
  };
}
