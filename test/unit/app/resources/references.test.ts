import * as fc from 'fast-check';
import { namedIn } from '../../../../src/resources/use/named';
import { assetId } from '../../../../src/resources/use/deployed-assets';
import { workspace } from './workspace';

describe('things of a workspace that a record names', () => {
  const guid = '0a000000-0000-4000-8000-000000000001';
  const of = { ...workspace, guid };
  const [, , subscription] = workspace.id.split('/');
  const place = `subscriptions/${subscription}/resourcegroups/rg`;
  const far = `subscriptions/2/resourcegroups/rg`;
  const provider = 'providers/Microsoft.MachineLearningServices';

  it.each([
    ['azureml://datastores/lake/paths/a/b', ['lake'], []],
    ['azureml://datastores/Lake/ExperimentRun/dcid.x', ['lake'], []],
    [`azureml://${place}/workspaces/ws/datastores/lake/paths/a`, ['lake'], ['lake']],
    [`azureml://${place}/workspaces/other/datastores/lake/paths/a`, [], []],
    [`azureml://${far}/workspaces/ws/datastores/lake/paths/a`, [], []],
    [`azureml://locations/westeurope/workspaces/${guid}/datastores/lake/paths/a`, ['lake'], ['lake']],
    [`azureml://locations/westeurope/workspaces/${guid.replace('1', '2')}/datastores/lake/paths/a`, [], []],
    [`/${place}/${provider}/workspaces/WS/datastores/lake`, ['lake'], ['lake']],
    [`/${place}/${provider}/workspaces/other/datastores/lake`, [], []],
    ['train.py --in azureml://datastores/lake/paths/a --out azureml://datastores/out/paths/b', ['lake', 'out'], []],
    ['https://lake.blob.core.windows.net/raw/a', [], []],
    ['mydatastores/lake', [], []],
    ['datastores', [], []],
  ])('%s: %j, and from elsewhere %j', (uri, own, elsewhere) => {
    const record = { a: [{ b: uri }] };
    expect(namedIn(record, 'datastores', { of, within: workspace })).toEqual(own);
    expect(namedIn(record, 'datastores', { of, within: { id: `${workspace.id}-2` } })).toEqual(elsewhere);
  });

  it('are of the kind that is asked for', () => {
    const record = { computeId: `/${place}/${provider}/workspaces/ws/computes/Cluster`, d: 'azureml://datastores/d' };
    const named = (kind: 'computes' | 'connections') => namedIn(record, kind, { of, within: workspace });
    expect([named('computes'), named('connections')]).toEqual([['cluster'], []]);
  });

  it('are found wherever they stand, and only there', () => {
    const name = fc.stringMatching(/^[a-z0-9_]{1,20}$/);
    const named = (record: unknown) => namedIn(record, 'datastores', { of, within: workspace });
    fc.assert(
      fc.property(
        fc.jsonValue(),
        name,
        fc.array(fc.constantFrom('a', 'properties', '0'), { maxLength: 4 }),
        (rest, store, path) => {
          const text = `azureml://datastores/${store}/paths/x`;
          const nested = path.reduce<unknown>((inner, key) => ({ [key]: inner, rest: [1, null, inner] }), text);
          expect(named(nested)).toEqual([store]);
          fc.pre(!JSON.stringify(rest).includes('datastores/'));
          expect(named(rest)).toEqual([]);
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
