import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { patientClient } from '../../../../src/azure/patient-client';
import { tellThrottling } from '../../../../src/activities/tell-throttling';

process.env.RequestStorage__blobServiceUri = 'https://store.example';

describe('tellThrottling', () => {
  afterEach(() => jest.restoreAllMocks());

  it('tells how many calls were refused by Resource Manager and by others, in one line a minute', async () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const log = { error: write, warn: write, info: write };
    const call = async (url: string, status: number) => {
      const sendRequest = (request: ReturnType<typeof createPipelineRequest>) =>
        Promise.resolve({ request, status, headers: createHttpHeaders() });
      await patientClient({ sendRequest }).sendRequest(createPipelineRequest({ url }));
    };
    for (let times = 0; times < 3; times += 1) await call('https://management.azure.com/subscriptions', 429);
    await call('https://management.azure.com/subscriptions', 200);
    await call('https://registry.azurecr.io/v2/', 429);
    tellThrottling(log);
    expect(lines).toEqual([]);
    const later = performance.now() + 90_000;
    jest.spyOn(performance, 'now').mockReturnValue(later);
    tellThrottling(log);
    tellThrottling(log);
    expect(lines).toEqual([
      expect.stringMatching(/^event=azure_throttled resource_manager=3 data_plane=1 seconds=9\d$/),
    ]);
  });
});
