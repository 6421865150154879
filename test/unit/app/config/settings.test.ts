import { describeSettings, parseSettings } from '../../../../src/config/settings';

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
  ])('refuses %s=%j and names it', (name, value) => {
    expect(() => parseSettings({ ...needed, [name]: value })).toThrow(name);
  });

  it('lists every fault at once', () => {
    const wrong = () => parseSettings({ POLL_SECONDS: 'x', APPROVAL_FOR_EXPORT: 'y' });
    for (const name of ['RequestStorage__blobServiceUri', 'POLL_SECONDS', 'APPROVAL_FOR_EXPORT'])
      expect(wrong).toThrow(name);
  });
});

describe('describeSettings', () => {
  it('describes each setting, with the default that is really used', () => {
    const used: Record<string, unknown> = parseSettings(needed);
    for (const { name, description, default: value } of describeSettings()) {
      expect(description).not.toBe('');
      if (value !== undefined) expect(String(used[name])).toBe(value);
    }
    expect(describeSettings().length).toBeGreaterThan(15);
  });
});
