import * as fc from 'fast-check';
import { assetReferences, refersTo } from '../../../../src/resources/ownership/asset-references';
import { workspace } from './workspace';

const own = workspace.id.toLowerCase();
const idOf = (kind: string, name: string, version?: string) =>
  `${own}/${kind}/${name}${version === undefined ? '' : `/versions/${version}`}`.toLowerCase();
const referencesIn = (record: unknown) => [...assetReferences(record, workspace.id)].sort();

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,20}$/);
const member = fc.constantFrom(
  ['codeId', 'codes'] as const,
  ['code', 'codes'] as const,
  ['componentId', 'components'] as const,
  ['component', 'components'] as const,
  ['environmentId', 'environments'] as const,
  ['environment', 'environments'] as const,
);

describe('assetReferences', () => {
  it('finds a version by its ARM id, in any case and anywhere', () => {
    fc.assert(
      fc.property(name, name, member, fc.boolean(), (asset, version, [key, kind], shout) => {
        const id = `${workspace.id}/${kind}/${asset}/versions/${version}`;
        const record = { properties: { jobs: { step: { trial: { [key]: shout ? id.toUpperCase() : id } } } } };
        expect(referencesIn(record)).toEqual([idOf(kind, asset, version)]);
        expect(referencesIn({ properties: { anything: [`azureml:${id}`] } })).toEqual([idOf(kind, asset, version)]);
      }),
    );
  });

  it('reads a short reference by the member that it stands in', () => {
    fc.assert(
      fc.property(name, name, member, (asset, version, [key, kind]) => {
        expect(referencesIn({ [key]: `azureml:${asset}:${version}` })).toEqual([idOf(kind, asset, version)]);
        expect(referencesIn({ [key]: { assetId: `${asset}:${version}` } })).toEqual([idOf(kind, asset, version)]);
        expect(referencesIn({ [key]: `azureml:${asset}@latest` })).toEqual([idOf(kind, asset)]);
        expect(referencesIn({ inputs: { table: `azureml:${asset}:${version}` } })).toEqual([]);
      }),
    );
  });

  it.each([
    [
      'azureml://subscriptions/S/resourcegroups/RG/workspaces/W/codes/c/versions/1',
      '/subscriptions/s/resourcegroups/rg/providers/microsoft.machinelearningservices/workspaces/w/codes/c/versions/1',
    ],
    [
      'azureml://locations/westeurope/workspaces/11111111-2222-3333-4444-555555555555/codes/c/versions/1',
      idOf('codes', 'c', '1'),
    ],
    [`${workspace.id}/environments/e/labels/latest`, idOf('environments', 'e')],
    [`${workspace.id}/codes/a%20b/versions/1`, idOf('codes', 'a%20b', '1')],
  ])('reads %s', (text, id) => {
    expect(referencesIn({ codeId: text })).toEqual([id]);
  });

  it.each([
    ['codeId', 'https://store.blob.core.windows.net/c/LocalUpload/1'],
    ['code', './src'],
    ['component', ''],
    ['environmentId', 'azureml://registries/azureml/environments/sklearn/versions/1'],
    ['codeId', `${workspace.id}/codes/../versions/1`],
    ['codeId', `${workspace.id}/codes/%E0%A4%A/versions/1`],
    ['codeId', 7],
  ])('finds nothing in %s: %j', (key, value) => {
    expect(referencesIn({ [key]: value })).toEqual([]);
  });
});

describe('refersTo', () => {
  it('takes a label for every version', () => {
    const references = assetReferences({ environment: 'azureml:e@latest', code: 'azureml:c:1' }, workspace.id);
    expect(refersTo(references, `${workspace.id}/environments/e/versions/7`)).toBe(true);
    expect(refersTo(references, `${workspace.id}/codes/c/versions/1`)).toBe(true);
    expect(refersTo(references, `${workspace.id}/codes/c/versions/2`)).toBe(false);
  });
});
