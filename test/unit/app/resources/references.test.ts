import * as fc from 'fast-check';
import { datastoresIn } from '../../../../src/resources/use/datastore-users';
import { assetId } from '../../../../src/resources/use/deployed-assets';
import { workspace } from './workspace';

describe('datastores that a record names', () => {
  const own = 'subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces';

  it.each([
    ['azureml://datastores/lake/paths/a/b', ['lake']],
    ['azureml://datastores/Lake/ExperimentRun/dcid.x', ['lake']],
    ['azureml://subscriptions/s/resourcegroups/rg/workspaces/ws/datastores/lake/paths/a', ['lake']],
    ['azureml://subscriptions/s/resourcegroups/rg/workspaces/other/datastores/lake/paths/a', []],
    [`/${own}/WS/datastores/lake`, ['lake']],
    [`/${own}/other/datastores/lake`, []],
    ['python train.py --in azureml://datastores/lake/paths/a --out azureml://datastores/out/paths/b', ['lake', 'out']],
    ['https://lake.blob.core.windows.net/raw/a', []],
    ['datastores', []],
  ])('%s: %j', (uri, expected) => expect(datastoresIn({ a: [{ b: uri }] }, 'ws')).toEqual(expected));

  it('are found wherever they stand, and only there', () => {
    const name = fc.stringMatching(/^[a-z0-9_]{1,20}$/);
    fc.assert(
      fc.property(
        fc.jsonValue(),
        name,
        fc.array(fc.constantFrom('a', 'properties', '0'), { maxLength: 4 }),
        (rest, store, path) => {
          const text = `azureml://datastores/${store}/paths/x`;
          const nested = path.reduce<unknown>((inner, key) => ({ [key]: inner, rest: [1, null, inner] }), text);
          expect(datastoresIn(nested, 'ws')).toEqual([store]);
          fc.pre(!JSON.stringify(rest).includes('datastores/'));
          expect(datastoresIn(rest, 'ws')).toEqual([]);
        },
      ),
    );
  });
});

describe('assets that a deployment names', () => {
  const id = `${workspace.id}/models/price/versions/2`.toLowerCase();
  const model = (value: unknown) => assetId({ kind: 'models', value }, workspace.id);

  it.each([
    ['azureml:price:2'],
    ['price:2'],
    [`${workspace.id}/models/price/versions/2`],
    [`azureml:${workspace.id}/models/Price/versions/2`],
    [{ referenceType: 'Id', assetId: `${workspace.id}/models/price/versions/2` }],
    [{ assetId: 'azureml:price:2' }],
  ])('%j is that version', (value) => expect(model(value)).toBe(id));

  it.each([[null], [undefined], [''], [{}], [{ assetId: 5 }], [[]]])('%j names none', (value) =>
    expect(model(value)).toBeUndefined(),
  );

  it('keeps what lies elsewhere apart', () => {
    const registry = 'azureml://registries/azureml/models/price/versions/2';
    expect(model(registry)).toBe(registry);
    expect(assetId({ kind: 'environments', value: 'azureml:price:2' }, workspace.id)).not.toBe(id);
  });
});
