import { check } from '../../../tools/infra/check';
import type { Code } from '../../../tools/infra/code';
import { realProject, rulesOf, type RealProject } from './project';

/** Faults outside of infra/, where the code or a file at the root says something else than before. */
const faults: [rule: string[], what: string, change: (code: Code) => Partial<Code>][] = [
  [
    ['missing-setting'],
    'a setting that the sample lacks',
    ({ sample }) => ({
      sample: Object.fromEntries(Object.entries(sample).filter(([name]) => name !== 'SWEEP_SCHEDULE')),
    }),
  ],
  [['setting'], 'a setting of the sample that is in no table', ({ sample }) => ({ sample: { ...sample, SPARE: '1' } })],
  [
    ['missing-setting'],
    'a placeholder that nobody sets',
    ({ host }) => ({ host: { ...(host as object), x: '%HUB%' } }),
  ],
  [
    ['missing-setting'],
    'a new setting that must be set',
    ({ settings }) => ({
      settings: [...settings, { ...settings[0]!, name: 'NEW_SETTING' as 'CLOUD', required: true }],
    }),
  ],
  [['own-name'], 'a new queue', ({ queues }) => ({ queues: [...queues, 'privacy-news'] })],
  [
    ['own-name'],
    'a container with another name',
    ({ containers }) => ({
      containers: { ...containers, packages: 'privacy-exports' as 'privacy-packages' },
    }),
  ],
  [
    ['own-name'],
    'a task hub with another name',
    ({ host }) => ({
      host: { ...(host as object), extensions: { durableTask: { hubName: 'Requests' } } },
    }),
  ],
  [['own-name'], 'a new app role', ({ appRoles }) => ({ appRoles: [...appRoles, 'Requests.Audit'] })],
  [
    ['event-name'],
    'an event whose alert is missing',
    ({ events }) => ({
      events: { ...events, request_lost: { level: 'error', meaning: '', fields: {}, alert: 'request-lost' } },
    }),
  ],
];

describe('what the code says is compared with infra/', () => {
  let real: RealProject;
  beforeAll(async () => {
    real = await realProject();
  });

  it.each(faults)('%s: %s', (rules, _what, change) => {
    const code = { ...real.project.code, ...change(real.project.code) };
    expect(rulesOf(check({ ...real.project, code }))).toEqual(rules);
  });
});
