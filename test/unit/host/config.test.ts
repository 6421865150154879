import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHostJson } from '../../../local/host/config/host-json';
import { loadKeys, sameSecret } from '../../../local/host/config/keys';
import { readSettings, substitute } from '../../../local/host/config/settings';
import { parseTimeSpan } from '../../../local/host/config/time-span';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'host-config-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('parseTimeSpan', () => {
  it.each([
    ['00:00:30', 30_000],
    ['1.02:03:04', 93_784_000],
    ['00:00:00.25', 250],
    ['23:59', 86_340_000],
  ])('reads %s', (text, milliseconds) => expect(parseTimeSpan(text)).toBe(milliseconds));
  it.each(['30', '24:00:00', '00:60:00', '* * * * * *', '', '-00:00:01'])('refuses %j', (text) =>
    expect(parseTimeSpan(text)).toBeUndefined(),
  );
});

describe('settings', () => {
  it('come from local.settings.json, or the sample, and the environment wins', () => {
    writeFileSync(join(dir, 'local.settings.sample.json'), '{"Values":{"A":"sample","B":"sample"}}');
    expect(readSettings(dir, undefined, { B: 'environment' })).toEqual({ A: 'sample', B: 'environment' });
    writeFileSync(join(dir, 'local.settings.json'), '{"Values":{"A":"local"}}');
    expect(readSettings(dir, undefined, {})).toEqual({ A: 'local' });
    writeFileSync(join(dir, 'other.json'), '{"Values":{"A":"other"}}');
    expect(readSettings(dir, join(dir, 'other.json'), {})).toEqual({ A: 'other' });
  });

  it('are empty without a file, but a named file must exist', () => {
    expect(readSettings(dir, undefined, {})).toEqual({});
    expect(() => readSettings(dir, join(dir, 'missing.json'), {})).toThrow('missing.json');
  });

  it('must be plain text', () => {
    const file = join(dir, 'settings.json');
    writeFileSync(file, '{"Values":{"A":1}}');
    expect(() => readSettings(dir, file, {})).toThrow("the value of 'A' must be a string");
    writeFileSync(file, '{"IsEncrypted":true,"Values":{}}');
    expect(() => readSettings(dir, file, {})).toThrow('encrypted');
  });

  it('replace %NAME% in nested values, and a missing one is named', () => {
    const value = { a: ['x-%A%-%B%'], n: 1, percent: '100%' };
    expect(substitute(value, { A: '1', B: '2' }, 'here')).toEqual({ a: ['x-1-2'], n: 1, percent: '100%' });
    expect(() => substitute('%NOPE%', {}, "Function 'f'")).toThrow("Function 'f': '%NOPE%'");
  });
});

describe('host.json', () => {
  const parse = (content: object, settings = {}) => parseHostJson({ version: '2.0', ...content }, settings);

  it('has the defaults of the Functions host', () => {
    expect(parse({})).toEqual({
      functionTimeout: 1_800_000,
      logLevels: {},
      routePrefix: 'api',
      customHeaders: {},
      queues: {
        batchSize: 16,
        newBatchThreshold: 8,
        maxDequeueCount: 5,
        visibilityTimeout: 0,
        maxPollingInterval: 60_000,
        messageEncoding: 'base64',
      },
      durableTask: {},
      ignored: [],
    });
  });

  it('is overridden by settings, of the type that was there', () => {
    const { queues, durableTask } = parse(
      { extensions: { queues: { batchSize: 4 }, durableTask: { defaultVersion: '1.0', storageProvider: {} } } },
      {
        AzureFunctionsJobHost__extensions__queues__BATCHSIZE: '2',
        AzureFunctionsJobHost__extensions__durableTask__defaultVersion: '2',
        'AzureFunctionsJobHost:extensions:durableTask:storageProvider:type': 'azureManaged',
      },
    );
    expect(queues.batchSize).toBe(2);
    expect(durableTask).toEqual({ defaultVersion: '2', storageProvider: { type: 'azureManaged' } });
  });

  it('may name settings, and have no timeout', () => {
    expect(parse({ extensions: { durableTask: { hubName: '%HUB%' } } }, { HUB: 'h' }).durableTask).toEqual({
      hubName: 'h',
    });
    expect(parse({ functionTimeout: '-1' }).functionTimeout).toBe(Infinity);
  });

  it('names what it ignores', () => {
    const content = { telemetryMode: 'OpenTelemetry', extensions: { blobs: {}, queues: { unknown: 1 } } };
    expect(parse(content).ignored).toEqual(['telemetryMode', 'extensions:blobs', 'extensions:queues:unknown']);
  });

  it.each([
    [{ version: '1.0' }, "'version'"],
    [{ customHandler: {} }, 'customHandler'],
    [{ functionTimeout: 'soon' }, 'functionTimeout'],
    [{ extensions: { http: { maxConcurrentRequests: 5 } } }, 'maxConcurrentRequests'],
    [{ extensions: { queues: { batchSize: 33 } } }, 'batchSize'],
    [{ extensions: { queues: { messageEncoding: 'utf16' } } }, 'messageEncoding'],
  ])('refuses %j', (content, named) => expect(() => parse(content)).toThrow(named));
});

describe('keys', () => {
  it('are made once, for the owner only', () => {
    const file = join(dir, 'keys.json');
    const keys = loadKeys(file);
    expect(loadKeys(file)).toEqual(keys);
    expect(keys.masterKey).not.toBe(keys.functionKeys['default']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('are compared as a whole', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('ab', 'abc')).toBe(false);
    expect(sameSecret('', 'abc')).toBe(false);
  });
});
