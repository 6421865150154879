import { EventType } from '../../../../local/host/durable/model';
import { activities, orchestrators } from '../../../../src/orchestrators/names';
import { identifiers } from '../../../../tools/record-histories/scenarios';
import { functionsCore } from '../../../component/durable/sdk-worker';
import { differences, recordedVersions, recording, recordingsOf } from './recorded';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });
jest.requireActual('../../../../src/orchestrators/register');

const advice =
  'Instances of this version may be in flight when the app is upgraded: their path must stay as it was. ' +
  'Give the change a new defaultVersion and branch on context.df.version (docs/upgrades.md).';

describe.each(recordedVersions)('instances of version %s', (version) => {
  const files = recordingsOf(version);

  it.each(files)('go on as they began, wherever an upgrade meets them: %s', async (file) => {
    const found: string[] = [];
    for (const instance of recording(version, file)) {
      expect(instance.version).toBe(version);
      found.push(...(await differences(instance)));
    }
    if (found.length > 0) throw new Error(`${advice}\n${found.join('\n')}`);
  });

  it('call what there still is', () => {
    const all = files.flatMap((file) => recording(version, file));
    const called = all.flatMap(({ history }) =>
      history.flatMap((event) => (event.EventType === EventType.TaskScheduled && event.Name ? [event.Name] : [])),
    );
    expect(Object.values(orchestrators)).toEqual(expect.arrayContaining(all.map(({ name }) => name)));
    expect(called.length).toBeGreaterThan(100);
    expect(Object.values(activities)).toEqual(expect.arrayContaining(called));
  });

  it('hold nothing that names the people of the recording', () => {
    for (const file of files) {
      const text = JSON.stringify(recording(version, file)).toLowerCase();
      expect(identifiers.filter((identifier) => text.includes(identifier))).toEqual([]);
    }
  });
});
