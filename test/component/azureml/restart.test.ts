import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountNamesOf } from '../../../local/azureml/seed/read';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { Child } from '../../../local/system/child';
import { readyEvent, startChild } from '../../../local/system/child';
import type { TestStorage } from './running-emulator';
import { armClient, startStorage } from './running-emulator';

const seed: SeedFile = {
  people: [{ key: 'ro', displayName: 'Ro' }],
  switches: { operationSeconds: 1.5 },
  workspaces: [
    { name: 'ws', storageAccount: 'restartstore', generate: [{ jobs: 5, createdBy: 'ro', namePrefix: 'j' }] },
  ],
};

describe('the emulator as a process', () => {
  let test: TestStorage;
  let dir: string;
  let child: Child<Emulator> | undefined;

  const start = async (seedFile: string): Promise<Child<Emulator>> => {
    const { certFile, keyFile } = test.certificate;
    const main = join(__dirname, '../../../dist/local/azureml/main.js');
    const files = ['--seed', seedFile, '--cert', certFile, '--key', keyFile, '--storage', join(dir, 'storage.json')];
    return startChild<Emulator>({
      name: 'emulator',
      args: [main, ...files, '--state', join(dir, 'state')],
      logFile: join(dir, 'emulator.log'),
      ready: readyEvent,
      env: { ...process.env, NODE_EXTRA_CA_CERTS: certFile },
    });
  };

  beforeAll(async () => {
    test = await startStorage(accountNamesOf(seed));
    dir = await mkdtemp(join(tmpdir(), 'azureml-emulator-restart-'));
    await writeFile(join(dir, 'storage.json'), JSON.stringify(test.storage));
    await writeFile(join(dir, 'seed.json'), JSON.stringify(seed));
  });

  afterEach(async () => {
    await child?.stop();
    child = undefined;
  });

  afterAll(async () => {
    await test.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('goes on after kill -9: nothing is seeded again, and a running deletion comes to its end', async () => {
    child = await start(join(dir, 'seed.json'));
    let client = armClient(child.ready, test);
    await client.jobs.beginDelete('ml', 'ws', 'j1');
    await child.kill();
    child = await start(join(dir, 'seed.json'));
    client = armClient(child.ready, test);
    expect((await client.jobs.get('ml', 'ws', 'j2')).name).toBe('j2');
    await new Promise((resolve) => setTimeout(resolve, 1700));
    await expect(client.jobs.get('ml', 'ws', 'j1')).rejects.toMatchObject({ statusCode: 404 });
    await child.kill();
    child = await start(join(dir, 'seed.json'));
    await expect(armClient(child.ready, test).jobs.get('ml', 'ws', 'j1')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('stops on SIGTERM with exit code 0', async () => {
    child = await start(join(dir, 'seed.json'));
    child.process.kill('SIGTERM');
    expect(await child.exited).toBe(0);
  });

  it('refuses a faulty seed with every fault in its message', async () => {
    await rm(join(dir, 'state'), { recursive: true });
    const faulty = { people: [{ key: 'x' }], workspaces: [{ name: 'ws', jobs: [{ statsu: 'Running' }] }] };
    await writeFile(join(dir, 'faulty.json'), JSON.stringify(faulty));
    const refused = start(join(dir, 'faulty.json'));
    await expect(refused).rejects.toThrow(/"displayName" is missing[\s\S]*unknown member "statsu"/);
  });
});
