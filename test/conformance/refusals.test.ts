import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEmbedded } from './harness/embedded-only';
import { startHostProcess } from './harness/host-process';
import { useSystem } from './harness/use-system';

// What the embedded host doesn't have is refused by name, never ignored.
describeEmbedded('a host without entities, callHttp and locks refuses at start-up', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'conformance-refused-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it.each([
    ['entity-trigger', 'entityTrigger', 'counterEntity'],
    ['unknown-binding', 'carrierPigeonTrigger', 'listensToPigeons'],
  ])('the app %s, naming the binding and the function', async (name, binding, functionName) => {
    const start = startHostProcess({
      app: join(__dirname, 'refused', name),
      state: join(dir, name),
      logFile: join(dir, `${name}.log`),
    });
    const error = await start.then(
      async (host) => {
        await host.stop();
        throw new Error('The host started.');
      },
      (refusal: Error) => refusal,
    );
    expect(error.message).toMatch(/exit code [1-9]/);
    expect(error.message).toContain(binding);
    expect(error.message).toContain(functionName);
  });
});

describeEmbedded('a host without entities, callHttp and locks fails such actions', () => {
  const host = useSystem();

  it.each([
    ['callsHttp', /callHttp/i],
    ['callsEntity', /callEntity|entit/i],
    ['signalsEntity', /signalEntity|entit/i],
    ['locksEntity', /lock/i],
  ])('of %s with an error that names them', async (name, named) => {
    const { runtimeStatus, output } = await host.app.run(name);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(named);
  });
});
