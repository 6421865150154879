import { describeEmbedded } from './harness/embedded-only';
import { sleep } from './harness/eventually';
import { RestartableHost } from './harness/restartable-host';

/** The environment that overrides settings of the app's host.json: there version 2.0, CurrentOrOlder, Reject. */
const versioning = (settings: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`AzureFunctionsJobHost__extensions__durableTask__${name}`, value]),
  );

// Versions of orchestrations, across hosts that have other ones.
describeEmbedded('an instance and a host of different versions', () => {
  let host: RestartableHost;
  beforeAll(async () => {
    host = await RestartableHost.start();
  });
  afterAll(() => host?.dispose());

  const restart = async (settings: Record<string, string>) => {
    await host.kill();
    await host.up(versioning(settings));
  };
  const start = async (version: string) => {
    const id = await host.app.start('waitsThenWorks', {}, { version });
    await host.app.raise(id, 'go', version);
    return id;
  };
  const state = async (id: string) => (await host.app.status(id)).runtimeStatus;

  it('Reject leaves a newer instance alone, through restarts, until a host comes that has its version', async () => {
    const [newer, older] = [await start('3.0'), await start('1.9')];
    expect((await host.app.ended(older)).output).toBe('1.9');
    await restart({});
    await sleep(300);
    expect(await state(newer)).toBe('Pending');
    await restart({ defaultVersion: '3.0' });
    expect((await host.app.ended(newer)).output).toBe('3.0');
  });

  it('Reject leaves a running instance alone when the app goes back to an older version', async () => {
    const id = await host.app.start('waitsThenWorks', {}, { version: '3.0' });
    await host.app.inState(id, 'Running');
    await restart({ defaultVersion: '2.9' });
    await host.app.raise(id, 'go', 'kept');
    await sleep(300);
    expect(await state(id)).toBe('Running');
    await restart({ defaultVersion: '3.0.1' });
    expect((await host.app.ended(id)).output).toBe('kept');
  });

  it('a sub-orchestration has the version of the host, whatever its parent has, unless it is given one', async () => {
    await restart({ defaultVersion: '4.0' });
    const tell = (input: object) => host.app.output('tellsVersion', input, { version: '1.5' });
    expect(await tell({ child: true })).toEqual(['1.5', '1.5', '4.0']);
    expect(await tell({ childVersion: '1.2' })).toEqual(['1.5', '1.5', '1.2']);
  });

  it('Fail ends a newer instance, and its parent is told', async () => {
    await restart({ versionFailureStrategy: 'Fail' });
    expect(await host.app.ended(await start('2.0.1'))).toMatchObject({
      runtimeStatus: 'Failed',
      output: expect.stringMatching(/version 2\.0\.1/i) as string,
    });
    expect(await host.app.run('tellsVersion', { childVersion: '9' })).toMatchObject({ runtimeStatus: 'Failed' });
  });

  it('Strict takes instances of its own version only, None all', async () => {
    await restart({ versionFailureStrategy: 'Fail', versionMatchStrategy: 'Strict' });
    expect((await host.app.ended(await start('1.9'))).runtimeStatus).toBe('Failed');
    expect((await host.app.ended(await start('2.0'))).output).toBe('2.0');
    await restart({ versionFailureStrategy: 'Fail', versionMatchStrategy: 'None' });
    expect((await host.app.ended(await start('9.9'))).output).toBe('9.9');
  });
});
