import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, armClient, startStorage, startWith } from './running-emulator';

const seed: SeedFile = {
  people: [{ key: 'kim', displayName: 'Kim Novak' }],
  switches: { operationSeconds: 0.3, retryAfterSeconds: 0 },
  workspaces: [
    {
      name: 'lab',
      storageAccount: 'labstore',
      onlineEndpoints: ['split', 'busy', 'sum'].map((name) => ({
        ...{ name, createdBy: 'kim', traffic: { blue: 60, green: 40 } },
        deployments: [{ name: 'blue' }, { name: 'green' }, { name: 'idle' }, { name: 'spare' }],
      })),
    },
  ],
};

describe('endpoints', () => {
  const fast = { updateIntervalInMs: 20 };
  let test: TestStorage;
  let emulator: Emulator;
  let client: AzureMachineLearningWorkspaces;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    emulator = await startWith(seed, test);
    client = armClient(emulator, test);
  });
  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  const write = (name: string, traffic: Record<string, number>) =>
    client.onlineEndpoints.beginCreateOrUpdateAndWait(
      ...(['ml', 'lab', name] as const),
      { location: 'westeurope', properties: { authMode: 'Key', traffic } },
      fast,
    );

  it('let a deployment go once its traffic was taken', async () => {
    const gone = () => client.onlineDeployments.beginDeleteAndWait('ml', 'lab', 'split', 'blue', fast);
    await expect(gone()).rejects.toMatchObject({ statusCode: 409 });
    await write('split', { blue: 0, green: 100 });
    await gone();
    const { properties } = await client.onlineEndpoints.get('ml', 'lab', 'split');
    expect(properties.traffic).toEqual({ green: 100 });
  });

  it.each([
    { blue: 60, green: 0 },
    { blue: 100, green: 100 },
    { blue: 150, green: -50 },
  ])('refuse the traffic %j', async (traffic) => {
    await expect(write('sum', traffic)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('refuse an operation while another one is under way', async () => {
    const first = await client.onlineDeployments.beginDelete('ml', 'lab', 'busy', 'idle', fast);
    const second = client.onlineDeployments.beginDelete('ml', 'lab', 'busy', 'spare');
    await expect(second).rejects.toMatchObject({ statusCode: 409 });
    await expect(write('busy', { blue: 100, green: 0 })).rejects.toMatchObject({ statusCode: 409 });
    await expect(client.onlineEndpoints.beginDelete('ml', 'lab', 'busy')).rejects.toMatchObject({ statusCode: 409 });
    await first.pollUntilDone();
    await client.onlineDeployments.beginDeleteAndWait('ml', 'lab', 'busy', 'spare', fast);
    await client.onlineEndpoints.beginDeleteAndWait('ml', 'lab', 'busy', fast);
  });
});
