import { describeSettings } from '../../../../src/config/describe-settings';
import { clouds, cloudNames } from '../../../../src/config/clouds';
import { parseSchedule } from '../../../../local/host/timer/schedule';
import { isNcrontab } from '../../../../src/config/ncrontab';
import { parseSettings, type Settings, SettingsError } from '../../../../src/config/settings';

const faultsOf = (env: NodeJS.ProcessEnv) => {
  try {
    parseSettings(env);
    return [];
  } catch (thrown) {
    if (thrown instanceof SettingsError) return thrown.faults;
    throw thrown;
  }
};

const needed = { RequestStorage__blobServiceUri: 'https://a.blob.core.windows.net' };

describe('parseSettings', () => {
  it("has Azure's public cloud and careful defaults", () => {
    expect(parseSettings(needed)).toMatchObject({
      CLOUD_ARM_ENDPOINT: 'https://management.azure.com',
      CLOUD_BLOB_ENDPOINT_TEMPLATE: 'https://{account}.blob.core.windows.net',
      APPROVAL_FOR_ERASE: 'required',
      APPROVAL_ITEM_LIMIT: 1_000,
      WEBSITE_AUTH_ENABLED: false,
    });
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['false', false],
    ['1', false],
    ['', false],
    ['yes', false],
  ])('takes authentication for on only when App Service says so: %j', (text, expected) => {
    expect(parseSettings({ ...needed, WEBSITE_AUTH_ENABLED: text }).WEBSITE_AUTH_ENABLED).toBe(expected);
  });

  it('takes an empty setting for none: as a number it would be 0', () => {
    const empty = { APPROVAL_ITEM_LIMIT: '', POLL_ROUNDS: '', CLOUD_ARM_ENDPOINT: '', READER_CLIENT_ID: '' };
    expect(parseSettings({ ...needed, ...empty })).toEqual(parseSettings(needed));
    expect(() => parseSettings({ RequestStorage__blobServiceUri: '' })).toThrow('RequestStorage__blobServiceUri');
  });

  it('reads numbers and ignores what it does not know', () => {
    const read = parseSettings({ ...needed, POLL_SECONDS: '2.5', APPROVAL_ITEM_LIMIT: '0', PATH: '/bin' });
    expect([read.POLL_SECONDS, read.APPROVAL_ITEM_LIMIT, 'PATH' in read]).toEqual([2.5, 0, false]);
  });

  it.each([
    ['CLOUD_ARM_ENDPOINT', 'http://management.azure.com'],
    ['RequestStorage__blobServiceUri', 'a.blob.core.windows.net'],
    ['CLOUD_BLOB_ENDPOINT_TEMPLATE', 'https://x.blob.core.windows.net'],
    ['CLOUD_BLOB_ENDPOINT_TEMPLATE', 'http://{account}.blob.core.windows.net'],
    ['APPROVAL_FOR_ERASE', 'no'],
    ['APPROVAL_ITEM_LIMIT', '-1'],
    ['APPROVAL_ITEM_LIMIT', 'many'],
    ['APPROVAL_EXPIRY_DAYS', '0'],
    ['POLL_SECONDS', '0'],
    ['POLL_ROUNDS', '0'],
    ['VERIFY_ROUNDS', '0'],
    ['PACKAGE_LINK_MINUTES', '0'],
    ['OVERDUE_DAYS', '0'],
    ['READER_CLIENT_ID', 'reader'],
    ['RequestStorage__clientId', '0a0e0000-0000-4000-8000'],
    ['RequestStorage__blobServiceUri', 'https://a.blob.core.windows.net/?sv=2024&sig=abc'],
    ['CLOUD', 'AzureGermanCloud'],
    ['CLOUD_KEY_VAULT_AUDIENCE', 'vault'],
    ['SWEEP_SCHEDULE', '0 2 * * *'],
    ['SWEEP_SCHEDULE', '@daily'],
    ['FOLLOW_UP_SCHEDULE', '0 0 0 L * *'],
    ['RECONCILE_SCHEDULE', '0 61 * * * *'],
    ['RequestStorage', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9v'],
  ])('refuses %s=%j and names it', (name, value) => {
    const faults = faultsOf({ ...needed, [name]: value });
    expect(faults.map((fault) => fault.name)).toEqual([name]);
    // What to write is told, the value is not: it may be a secret.
    expect(faults[0]?.problem).toMatch(/^(must be|is) .{8}/);
    if (value.length > 2) expect(faults[0]?.problem).not.toContain(value);
  });

  it('lists every fault at once, those between settings too', () => {
    const keys = { CERTIFICATE_KEY_ID: 'https://v.vault.azure.net/keys/k', CERTIFICATE_KEY_FILE: '/nowhere.pem' };
    const faults = faultsOf({ POLL_SECONDS: 'x', APPROVAL_FOR_EXPORT: 'y', RequestStorage: 'AccountKey=1', ...keys });
    expect(new Set(faults.map(({ name }) => name))).toEqual(
      new Set([
        ...['RequestStorage__blobServiceUri', 'POLL_SECONDS', 'APPROVAL_FOR_EXPORT', 'CERTIFICATE_KEY_FILE'],
        'RequestStorage',
      ]),
    );
  });

  it.each(cloudNames)('has all places of %s by one setting, and each can still be set', (cloud) => {
    const read = parseSettings({ ...needed, CLOUD: cloud });
    const places = { ...clouds[cloud], CLOUD_AZUREML_HOSTS: clouds[cloud].CLOUD_AZUREML_HOSTS.split(',') };
    expect(read).toMatchObject(places);
    const another = parseSettings({ ...needed, CLOUD: cloud, CLOUD_ARM_ENDPOINT: 'https://arm.example' });
    expect(another).toMatchObject({ ...places, CLOUD_ARM_ENDPOINT: 'https://arm.example' });
  });
});

describe('schedules', () => {
  it.each([
    ...['0 */5 * * * *', '*/2 * * * * *', '0 30 3 * * 1-5', '0 0 2 1 JAN *', '0 0 0 29 2 *', '0 0 2 * * MON,FRI'],
    ...['0 0 2 * * * *', '0 0 2 ? * *', '0 0 0 L * *', '0 0 0 15W * *', '0 0 0 * * 5#2', '@daily', '', '0 0 24 * * *'],
    ...['0 0 0 31 2 *', 'every day', '0 0 2 * * FRX'],
  ])('are taken here if and only if the host runs by them: %j', (text) => {
    const host = () => parseSchedule(text).next(new Date(0));
    if (isNcrontab(text)) expect(host).not.toThrow();
    else expect(host).toThrow();
  });

  it('of five fields or a time span, which the host knows too, are refused: they would not mean what they seem to', () => {
    for (const text of ['30 3 * * *', '01:00:00']) {
      expect(isNcrontab(text)).toBe(false);
      expect(() => parseSchedule(text)).not.toThrow();
    }
  });
});

describe('describeSettings', () => {
  it('describes each setting, with the default that is really used', () => {
    const used: Record<string, unknown> = parseSettings(needed);
    for (const { name, description, default: value } of describeSettings()) {
      expect(description).not.toBe('');
      if (value !== undefined) expect(String(used[name])).toBe(value);
    }
    const names = describeSettings().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // What is read is what is described, and the other way round; optional ones are read as nothing.
    expect(Object.keys(used).filter((name) => !names.includes(name as keyof Settings))).toEqual([]);
    expect(names.length).toBeGreaterThan(35);
    const required = describeSettings().filter((doc) => doc.required);
    expect(required.map(({ name }) => name)).toEqual(faultsOf({}).map(({ name }) => name));
  });
});
