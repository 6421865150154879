import { settingWarnings } from '../../../../src/config/setting-warnings';

const warned = (env: NodeJS.ProcessEnv) => settingWarnings(env).map(({ name, problem }) => `${name} ${problem}`);

describe('settingWarnings', () => {
  it('names what nobody reads, with the setting that was probably meant', () => {
    expect(warned({ APPROVAL_FOR_ERASURE: 'required' })).toEqual([
      'APPROVAL_FOR_ERASURE is read by nobody; did you mean APPROVAL_FOR_ERASE?',
    ]);
    expect(warned({ APROVAL_FOR_ERASE: 'x' })[0]).toContain('did you mean APPROVAL_FOR_ERASE?');
    expect(warned({ requeststorage__blobserviceuri: 'x' })[0]).toContain('RequestStorage__blobServiceUri?');
    expect(warned({ OVERDUE_DAY: '3' })[0]).toContain('OVERDUE_DAYS?');
    expect(warned({ CLOUD_WEATHER: 'rain' })).toEqual(['CLOUD_WEATHER is read by nobody; remove it']);
  });

  it('takes what the platform, the host and the shell set for what it is', () => {
    const others = {
      ...{
        PATH: '/bin',
        HOSTNAME: 'a',
        HOME: '/',
        LANG: 'C',
        CLOUDSDK: '1',
        NODE_OPTIONS: '',
        WEBSITE_SITE_NAME: 'app',
      },
      ...{
        APPSETTING_CLOUD_ARM_ENDPOINT: 'x',
        AZURE_CLIENT_ID: 'x',
        AZURE_TENANT_ID: 'x',
        WEBSITE_AUTH_ENABLED: 'True',
      },
      ...{ RequestStorage__queueServiceUri: 'x', AzureWebJobsStorage__clientId: 'x', IDENTITY_ENDPOINT: 'x' },
    };
    expect(warned(others)).toEqual([]);
  });

  it('warns of one identity for two roles, and of a key for the account of the host', () => {
    const id = '0a0e0000-0000-4000-8000-00000000c001';
    expect(warned({ READER_CLIENT_ID: id, ERASER_CLIENT_ID: id.toUpperCase() })[0]).toMatch(/^ERASER_CLIENT_ID is the/);
    expect(warned({ READER_CLIENT_ID: id, ERASER_CLIENT_ID: id.replace(/1$/, '2') })).toEqual([]);
    const key = 'AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net';
    expect(warned({ AzureWebJobsStorage: key })[0]).toMatch(/^AzureWebJobsStorage has the key/);
    expect(warned({ AzureWebJobsStorage: key }).join()).not.toContain('c2VjcmV0');
    expect(warned({ AzureWebJobsStorage: 'UseDevelopmentStorage=true' })).toEqual([]);
    const local = 'AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=https://127.0.0.1:10000/a';
    expect(warned({ AzureWebJobsStorage: local })).toEqual([]);
  });
});
