import { check } from '../../../tools/infra/check';
import type { Code } from '../../../tools/infra/code';
import { realProject, rulesOf, type RealProject } from './project';

/** What was read, with a text of it replaced as it would be in its file. */
function changed(read: unknown, from: string, to: string): unknown {
  const text = JSON.stringify(read);
  if (!text.includes(from)) throw new Error(`${from} is not there.`);
  return JSON.parse(text.replace(from, () => to));
}

/** The texts of the project with one of them changed. */
function withText({ texts }: Code, file: string, from: string, to: string): Pick<Code, 'texts'> {
  const text = texts.get(file) ?? '';
  if (!text.includes(from)) throw new Error(`${from} is not in ${file}.`);
  return { texts: new Map([...texts, [file, text.replace(from, () => to)]]) };
}

/** Faults outside of infra/, where the code or a file at the root says something else than before. */
type Fault = [rules: string[], what: string, change: (code: Code) => Partial<Code>];

const faults: Fault[] = [
  [
    ['missing-setting'],
    'a setting that the sample lacks',
    ({ sample }) => ({ sample: changed(sample, '"SWEEP_SCHEDULE":"0 0 2 * * *",', '') }),
  ],
  [
    ['setting'],
    'a setting of the sample that is in no table',
    ({ sample }) => ({ sample: changed(sample, '"SWEEP_SCHEDULE"', '"SPARE":"1","SWEEP_SCHEDULE"') }),
  ],
  [
    ['missing-setting', 'own-name'],
    'a placeholder that nobody sets',
    ({ host }) => ({ host: changed(host, '"DataRequests"', '"%HUB%"') }),
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
    ({ host }) => ({ host: changed(host, '"DataRequests"', '"Requests"') }),
  ],
  [['own-name'], 'a new app role', ({ appRoles }) => ({ appRoles: [...appRoles, 'Requests.Audit'] })],
  [
    ['event-name'],
    'an event whose alert is missing',
    ({ events }) => ({
      events: { ...events, request_lost: { level: 'error', meaning: '', fields: {}, alert: 'request-lost' } },
    }),
  ],
  ...(
    [
      ['a misspelt key', '"newBatchThreshold"', '"newBatchTreshold"'],
      ['an old name of a key', '"connectionName"', '"connectionStringName"'],
      ['a connection that nobody sets', '"connectionName":"AzureWebJobsStorage"', '"connectionName":"Durable"'],
      ['bundles without the scheduler', '[4.30.0, 5.0.0)', '[4.0.0, 5.0.0)'],
      ['a text for a number', '"maxDequeueCount":50', '"maxDequeueCount":"50"'],
      ['events that are sampled', 'Request;Exception;Trace', 'Request;Exception'],
      ['events that are not logged', '"default":"Information"', '"default":"Error"'],
      ['data of requests in telemetry', '"traceInputsAndOutputs":false', '"traceInputsAndOutputs":true'],
      ['a poll that Flex Consumption refuses', '"00:00:05"', '"00:01:00"'],
    ] as const
  ).map(([what, from, to]): Fault => [['host-json'], what, ({ host }) => ({ host: changed(host, from, to) })]),
  ...(
    [
      ['setting-value', 'http', 'https://127.0.0.1:10000', 'http://127.0.0.1:10000'],
      ['setting-value', 'the queues at the blobs', '127.0.0.1:10001', '127.0.0.1:10000'],
      ['setting-value', 'no text', '"WEBSITE_AUTH_ENABLED":"true"', '"WEBSITE_AUTH_ENABLED":true'],
      ['setting-value', 'a schedule of words', '"0 0 2 * * *"', '"every day"'],
      ['setting', 'values that are encrypted', '"IsEncrypted":false', '"IsEncrypted":true'],
    ] as const
  ).map(([rule, what, from, to]): Fault => [
    [rule],
    `a sample with ${what}`,
    ({ sample }) => ({ sample: changed(sample, from, to) }),
  ]),
  [
    ['secret', 'setting-value'],
    'a sample with a key',
    ({ sample }) => ({ sample: changed(sample, 'UseDevelopmentStorage=true', 'AccountName=st;AccountKey=abc=') }),
  ],
  ...(
    [
      ['another kind of host', '"function"', '"appservice"'],
      ['a folder that is not the built one', '"dist/app"', '"dist/src"'],
      ['a build in Azure', 'false', 'true'],
      ['a misspelt key', '"services":', '"infra":{"path":"deploy"},"services":'],
      ['a version of azd that is too old', '>= 1.23.12', '>= 1.9.0'],
    ] as const
  ).map(([what, from, to]): Fault => [['azure-yaml'], what, ({ azd }) => ({ azd: changed(azd, from, to) })]),
  [['azure-yaml', 'own-name'], 'another name of the service', ({ azd }) => ({ azd: changed(azd, '"app":', '"api":') })],
  ...(
    [
      ['setting', 'a timer by a misspelt setting', 'src/functions/timer-sweep.ts', 'SWEEP_SCHEDULE', 'SWEEPS_SCHEDULE'],
      [
        'setting',
        'a setting read by its name',
        'src/functions/get-health.ts',
        'healthy ?',
        'process.env.WELL || healthy ?',
      ],
      ['own-name', 'a queue by its name', 'src/activities/notify.ts', 'queues.results', "'privacy-result'"],
      ['own-name', 'a container by its name', 'src/functions/package-blob.ts', 'containers.packages', "'packages'"],
      ['own-name', 'the wrong queue', 'src/functions/queue-requests.ts', 'queues.requests', 'queues.results'],
      ['own-name', 'a queue that nobody uses', 'src/functions/queue-requests.ts', 'queues.poison', 'queues.results'],
      ['event-name', 'an event that nobody raises', 'src/functions/timer-follow-up.ts', 'raise(', 'told('],
    ] as const
  ).map(([rule, what, file, from, to]): Fault => [[rule], what, (code) => withText(code, file, from, to)]),
  [
    ['own-name'],
    'a queue for what fails that the host does not know',
    ({ queues: [requests = '', , results = ''] }) => ({
      queues: [requests, 'privacy-results', results],
    }),
  ],
  [['setting-value'], 'the queues at another connection', () => ({ connection: 'AzureWebJobsStorage' })],
  [['setting'], 'a connection that nobody sets', () => ({ connection: 'QueueStorage' })],
  [
    ['role-definition'],
    'a right that a type declares anew',
    ({ customRoles }) => ({
      customRoles: {
        ...customRoles,
        eraser: { ...customRoles.eraser!, actions: ['Microsoft.Storage/storageAccounts/write'] },
      },
    }),
  ],
  [['syntax'], 'a host.json that is no JSON', () => ({ host: undefined })],
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
