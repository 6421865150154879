import { lineOf, memberAt, rootFiles, type Code } from '../../code';
import { valueOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import { Fitting } from '../../schemas/conforms';
import type { Schema } from '../../schemas/schema';

const hostJson = findings('host-json');
const file = rootFiles.host;
const time = 'pattern: ^\\d{2}:\\d{2}:\\d{2}$';

/** What host.json may hold, as far as it is used (Azure docs: host.json reference, settings of Durable Functions). */
const schema: Schema = {
  ...{ type: file, version: '2.0', source: 'written by hand after the Azure docs', shape: 'host' },
  shapes: {
    host: {
      properties: {
        ...{ version: '2.0', functionTimeout: 'string', logging: 'logging' },
        ...{ extensions: 'extensions', extensionBundle: 'bundle' },
      },
      required: ['version', 'functionTimeout', 'logging', 'extensions', 'extensionBundle'],
      limits: { functionTimeout: time },
    },
    logging: { properties: { logLevel: 'levels', applicationInsights: 'insights' }, required: ['logLevel'] },
    levels: { others: 'Trace | Debug | Information | Warning | Error | Critical | None' },
    insights: { properties: { samplingSettings: 'sampling' } },
    sampling: { properties: { isEnabled: 'bool', excludedTypes: 'string' } },
    extensions: {
      properties: { http: 'http', queues: 'queues', durableTask: 'durableTask' },
      required: ['http', 'queues', 'durableTask'],
    },
    http: { properties: { routePrefix: 'string' } },
    queues: {
      properties: {
        ...{ messageEncoding: 'none | base64', batchSize: 'int', newBatchThreshold: 'int', maxDequeueCount: 'int' },
        ...{ visibilityTimeout: 'string', maxPollingInterval: 'string' },
      },
      limits: { batchSize: 'minValue: 1, maxValue: 32', visibilityTimeout: time, maxPollingInterval: time },
    },
    durableTask: {
      properties: {
        ...{ hubName: 'string', storageProvider: 'storageProvider', tracing: 'tracing', defaultVersion: 'string' },
        ...{ maxConcurrentActivityFunctions: 'int', maxConcurrentOrchestratorFunctions: 'int' },
        ...{ versionMatchStrategy: 'None | Strict | CurrentOrOlder', versionFailureStrategy: 'Reject | Fail' },
      },
      required: ['hubName', 'storageProvider', 'defaultVersion', 'versionMatchStrategy'],
    },
    storageProvider: {
      properties: { connectionName: 'string', maxQueuePollingInterval: 'string' },
      required: ['connectionName'],
      limits: { maxQueuePollingInterval: time },
    },
    tracing: { properties: { distributedTracingEnabled: 'bool', version: 'V2', traceInputsAndOutputs: 'bool' } },
    bundle: { properties: { id: 'string', version: 'string' }, required: ['id', 'version'] },
  },
};

const durable = ['extensions', 'durableTask'];
const sampling = ['logging', 'applicationInsights', 'samplingSettings'];
const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** What it must say, and why. */
const demands: readonly { path: string[]; holds: (value: unknown) => boolean; says: string }[] = [
  {
    path: ['extensions', 'http', 'routePrefix'],
    holds: (value) => value === 'api',
    says: 'must be "api": the smoke test, the guides and the paths without sign-in go by it',
  },
  {
    path: ['extensions', 'queues', 'messageEncoding'],
    holds: (value) => value === 'none',
    says: 'must be "none": the app takes plain text and Base64, and decodes it itself',
  },
  {
    path: [...durable, 'storageProvider', 'maxQueuePollingInterval'],
    holds: (value) => typeof value === 'string' && seconds(value) <= 10,
    says: 'must be at most 00:00:10 on Flex Consumption',
  },
  {
    path: [...durable, 'tracing', 'traceInputsAndOutputs'],
    holds: (value) => value === false,
    says: 'must be false: telemetry holds no data of requests',
  },
  {
    path: [...sampling, 'excludedTypes'],
    holds: (value) => ['Request', 'Trace'].every((type) => String(value).split(';').includes(type)),
    says: 'must name Request and Trace: alerts count on every one',
  },
  {
    path: ['logging', 'logLevel', 'default'],
    holds: (value) => ['Trace', 'Debug', 'Information'].includes(String(value)),
    says: 'must be Information at most: alerts look for events and for runs of functions',
  },
  {
    path: ['extensionBundle', 'id'],
    holds: (value) => value === 'Microsoft.Azure.Functions.ExtensionBundle',
    says: 'must be Microsoft.Azure.Functions.ExtensionBundle',
  },
  {
    path: ['extensionBundle', 'version'],
    holds: (value) => {
      const [, major, minor] = /^\[(\d+)\.(\d+)\.\d+, 5\.0\.0\)$/.exec(String(value)) ?? [];
      return major === '4' && Number(minor) >= 30;
    },
    says: 'must be from [4.30.0 on and below 5.0.0): older ones lack the Durable Task Scheduler',
  },
];

/** The connection of Durable Functions is one whose settings the deployment sets. */
function connection(code: Code): Finding[] {
  const name = String(memberAt(code.host, ...durable, 'storageProvider', 'connectionName'));
  const set = code.hostSettings.filter(({ when }) => when === 'always').map((one) => one.name);
  const lacks = ['blob', 'queue', 'table'].filter((service) => !set.includes(`${name}__${service}ServiceUri`));
  if (lacks.length === 0) return [];
  const at = { file, line: lineOf(code, file, 'connectionName') };
  return [hostJson(at, `nobody sets ${name}__${lacks[0]}ServiceUri: connectionName must be AzureWebJobsStorage`)];
}

/** host.json is one that the host takes, and says what the app and its alerts count on. */
export function hostJsonRules(code: Code): Finding[] {
  if (code.host === undefined) return [];
  const misfits = new Fitting(schema).resource(valueOf(code.host, { file, line: 1 }), { file, line: 1 });
  if (misfits.length > 0) return misfits.map(({ at, message }) => hostJson(at, message));
  const broken = demands.filter(({ path, holds }) => !holds(memberAt(code.host, ...path)));
  return [
    ...broken.map(({ path, says }) =>
      hostJson({ file, line: lineOf(code, file, path.at(-1) ?? '') }, `${path.join('.')} ${says}`),
    ),
    ...connection(code),
  ];
}
