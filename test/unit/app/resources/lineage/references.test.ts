import { jobOfOutput, modelReference, namedInputs } from '../../../../../src/resources/lineage/references';
import { workspace } from '../workspace';

const id = (kind: string, name: string, version?: string) =>
  `${workspace.id}/${kind}/${name}${version ? `/versions/${version}` : ''}`.toLowerCase();
const inputs = (properties: unknown) => {
  const { assets, jobs, uris } = namedInputs(properties, workspace.id);
  return { assets: [...assets].sort(), jobs: [...jobs].sort(), uris: [...uris].sort() };
};
const input = (uri: string, jobInputType = 'uri_folder') => ({ inputs: { in: { jobInputType, uri } } });
const none = { assets: [], jobs: [], uris: [] };

describe('namedInputs', () => {
  it.each([
    ['azureml:Rates:1', id('data', 'Rates', '1')],
    ['azureml:rates@latest', id('data', 'rates')],
    ['azureml:rates', id('data', 'rates')],
    [`${workspace.id}/data/rates/versions/2`, id('data', 'rates', '2')],
    [`azureml:${workspace.id}/data/rates/versions/2`, id('data', 'rates', '2')],
    [`${workspace.id}/data/rates/labels/latest`, id('data', 'rates')],
    [`${workspace.id}/data/rates`, id('data', 'rates')],
    ['azureml://locations/westeurope/workspaces/0a1b/data/rates/versions/3', id('data', 'rates', '3')],
    [
      `azureml:/${workspace.id.replace('/providers/Microsoft.MachineLearningServices', '')}/data/rates/versions/1`,
      id('data', 'rates', '1'),
    ],
  ])('reads %s as an asset', (uri, asset) => {
    expect(inputs(input(uri))).toEqual({ ...none, assets: [asset] });
  });

  it('takes what is declared as a model for one', () => {
    for (const type of ['custom_model', 'mlflow_model', 'triton_model'])
      expect(inputs(input('azureml:base:7', type)).assets).toEqual([id('models', 'base', '7')]);
  });

  it('finds the inputs of steps, trials and tables, and URIs in commands, arguments and variables', () => {
    const uri = (name: string) => `azureml://datastores/d/paths/${name}/`;
    const record = {
      inputs: { all: { jobInputType: 'literal', value: uri('literal') } },
      jobs: { step: { type: 'command', inputs: { in: { job_input_type: 'uri_folder', uri: 'azureml:step:1' } } } },
      trial: { command: `train --in=${uri('command')} --rate 0.1`, environmentVariables: { IN: uri('variable') } },
      taskDetails: { trainingData: { jobInputType: 'mltable', uri: 'azureml:table:4' } },
    };
    expect(inputs(record)).toEqual({
      assets: [id('data', 'step', '1'), id('data', 'table', '4')],
      jobs: [],
      uris: [uri('command'), uri('literal'), uri('variable')],
    });
  });

  it('names the job whose output is read', () => {
    expect(inputs(input('azureml://jobs/Prep_1/outputs/clean/paths/x'))).toEqual({
      ...none,
      jobs: ['Prep_1'],
      uris: ['azureml://jobs/Prep_1/outputs/clean/paths/x'],
    });
    expect(inputs(input('runs:/r1/model')).jobs).toEqual(['r1']);
    expect([jobOfOutput('azureml://jobs/a/inputs/x'), jobOfOutput('azureml://datastores/a/paths/b')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('leaves alone what a job makes, runs with, or says in words', () => {
    const uri = 'azureml://datastores/d/paths/x/';
    expect(
      inputs({
        ...{ codeId: 'azureml:code:1', environmentId: 'azureml:env:1', componentId: 'azureml:component:1' },
        ...{ computeId: 'azureml:cluster', outputs: { out: { uri } }, tags: { uri }, description: `like ${uri}` },
        ...{ jobs: { step: { component: 'azureml:step:1', outputs: { out: uri } } }, properties: { uri } },
        settings: { default_compute: 'azureml:cluster' },
      }),
    ).toEqual(none);
  });

  it('takes a URI with blanks as a whole, a pattern for its folder, and no place that is yet to be filled in', () => {
    const at = 'azureml://datastores/d/paths';
    expect(inputs(input(`${at}/a b/c.csv`)).uris).toEqual([`${at}/a b/c.csv`]);
    expect(inputs(input(`${at}/a/2024*/x.csv`)).uris).toEqual([`${at}/a/`]);
    expect(inputs(input(`${at}/a/\${{name}}/x`)).uris).toEqual([]);
  });

  it('knows that what closes a part of a command need not belong to the URI', () => {
    const uri = 'azureml://datastores/d/paths/x.csv';
    expect(inputs({ command: `train $(fetch ${uri}); echo done` }).uris).toEqual([uri, `${uri});`]);
  });

  it('does not take for this workspace’s what is in a registry or another workspace', () => {
    const other = workspace.id.replace(/\/ws$/, '/other');
    expect(inputs(input('azureml://registries/azureml/data/rates/versions/1')).assets).toEqual([]);
    expect(inputs(input(`${other}/data/rates/versions/1`)).assets).toEqual([
      `${other}/data/rates/versions/1`.toLowerCase(),
    ]);
  });
});

describe('modelReference', () => {
  it('reads what deployments name, the prefix or not', () => {
    expect(modelReference('azureml:m:1', workspace.id)).toBe(id('models', 'm', '1'));
    expect(modelReference('m:1', workspace.id)).toBe(id('models', 'm', '1'));
    expect(modelReference('azureml:m@latest', workspace.id)).toBe(id('models', 'm'));
    expect(modelReference({ assetId: `${workspace.id}/models/m/versions/2` }, workspace.id)).toBe(
      id('models', 'm', '2'),
    );
    expect(modelReference('azureml://registries/azureml/models/phi/versions/1', workspace.id)).toBeUndefined();
    expect(modelReference(undefined, workspace.id)).toBeUndefined();
  });
});
