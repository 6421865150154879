import type { SeedWorkspace } from '../seed/seed-file';

type Assets = Pick<
  SeedWorkspace,
  'models' | 'data' | 'environments' | 'components' | 'codes' | 'featuresets' | 'featurestoreEntities'
>;

const RATES = { 'rates.csv': 'currency;rate\nSEK;11.2\nCHF;0.97\n' };
/** An image that Azure ML built in the registry of the workspace. */
const image = (digit: string) => ({ image: `contosoacr.azurecr.io/azureml/azureml_${digit.repeat(32)}` });
const UI = 'azureml://datastores/workspaceblobstore/paths/UI/2024-03-05_101500_UTC';

/** Models, data and the rest: uploads, images and code shared between people, versions over one prefix, encoded names. */
export function contosoAssets(): Assets {
  return {
    models: [
      {
        name: 'churn',
        versions: [
          { version: '1', createdBy: 'ada', createdAt: '2024-02-01T10:00:00Z', files: { 'model.pkl': { size: 3000 } } },
          {
            version: '2',
            createdBy: 'ada',
            createdAt: '2024-03-01T10:00:00Z',
            job: 'churn-final',
            path: 'outputs/model',
          },
        ],
      },
      // What Ben serves is Ben's: nothing of Ada is in production.
      {
        name: 'churn-served',
        versions: [
          {
            ...{ version: '1', createdBy: 'ben', files: { 'served.pkl': { size: 2200 } }, stage: 'Production' },
            // Copied from where the job had left it.
            properties: { 'azureml.runId': 'job10' },
          },
        ],
      },
      {
        name: 'segmenter',
        versions: [
          // Two versions over one prefix: the bytes go with the last of them.
          { version: '1', createdBy: 'ada', path: 'models/segmenter/', files: { 'segmenter.bin': { size: 5000 } } },
          { version: '2', createdBy: 'ada', path: 'models/segmenter/', tags: { retrained: 'no' } },
        ],
      },
      { name: 'risk', versions: [{ version: '1', createdBy: 'ben', job: 'risk-base', path: 'outputs/risk' }] },
      {
        name: 'forecast',
        versions: [
          { version: '1', createdBy: 'mei', files: { 'forecast.onnx': { size: 2500 } }, archived: true },
          { version: '2', createdBy: 'mei', files: { 'forecast.onnx': { size: 2600 } }, stage: 'Production' },
        ],
      },
      {
        name: 'old-scorer',
        archived: true,
        versions: [{ version: '1', createdBy: 'alexandra', files: { 's.bin': { size: 10 } } }],
      },
    ],
    data: [
      // Identical content of two people: the service stores it once.
      { name: 'rates', versions: [{ version: '1', createdBy: 'ada', files: RATES }] },
      { name: 'rates-for-risk', versions: [{ version: '1', createdBy: 'ben', files: RATES }] },
      {
        name: 'zurich-customers',
        versions: [
          {
            version: '1',
            createdBy: 'ada',
            type: 'uri_file',
            uri: `${UI}/Z%C3%BCrich%20Kunden.csv`,
            files: { 'Zürich Kunden.csv': 'id;name\n1;Zoë\n' },
          },
        ],
      },
      {
        name: 'survey',
        versions: [
          { version: '1', createdBy: 'ada', type: 'mltable', files: { MLTable: 'paths: []\n', 'a.csv': '1\n' } },
          { version: '2', createdBy: 'chloe', type: 'mltable', files: { MLTable: 'paths: []\n', 'b.csv': '2\n' } },
        ],
      },
      {
        name: 'exports-2024',
        versions: [{ version: '1', createdBy: 'dana', datastore: 'raw_exports', path: '2024/05/', type: 'uri_folder' }],
      },
      {
        name: 'scratch-sample',
        versions: [
          { version: '1', createdBy: 'ada', datastore: 'ada_scratch', path: 'samples/', files: { 's.csv': 'a\n1\n' } },
        ],
      },
      { name: 'needs', versions: [{ version: '1', createdBy: 'mei', files: { '需要.csv': 'a\n1\n' } }] },
    ],
    environments: [
      // Two people's environments came to the same image: it stays with the second of them.
      { name: 'training', versions: [{ version: '1', createdBy: 'ben', properties: image('1') }] },
      { name: 'training-copy', versions: [{ version: '1', createdBy: 'ada', properties: image('1') }] },
      { name: 'featurize', versions: [{ version: '1', createdBy: 'ada', properties: image('2') }] },
      { name: 'old-cuda', archived: true, versions: [{ version: '1', createdBy: 'mei', archived: true }] },
      {
        name: 'scoring',
        versions: [
          { version: '1', createdBy: 'dana' },
          { version: '2', createdBy: 'dana', properties: image('3') },
        ],
      },
    ],
    components: [
      { name: 'prepare', versions: [{ version: '1', createdBy: 'chloe' }] },
      {
        name: 'featurize',
        versions: [
          { version: '1', createdBy: 'ada', archived: true, properties: component('featurize', 'feature-code') },
          { version: '2', createdBy: 'ada', properties: component('featurize', 'feature-code') },
        ],
      },
    ],
    codes: [
      // Ben's, and Ada has used it.
      { name: 'train-code', versions: [{ version: '1', createdBy: 'ben', files: { 'train.py': 'print("train")\n' } }] },
      {
        name: 'feature-code',
        versions: [{ version: '1', createdBy: 'ada', files: { 'features.py': 'print("f")\n' } }],
      },
      // Ada's, and a job of Ben was started with it.
      { name: 'plot-code', versions: [{ version: '1', createdBy: 'ada', files: { 'plot.py': 'print("plot")\n' } }] },
    ],
    featuresets: [
      { name: 'customer-features', versions: [{ version: '1', createdBy: 'ada', properties: entities('customer') }] },
      { name: 'risk-features', versions: [{ version: '1', createdBy: 'ben', properties: entities('account') }] },
    ],
    featurestoreEntities: [
      { name: 'customer', versions: [{ version: '1', createdBy: 'ada', properties: index('customerId') }] },
      { name: 'account', versions: [{ version: '1', createdBy: 'ben', properties: index('accountId') }] },
    ],
  };
}

function component(name: string, code: string) {
  return { componentSpec: { type: 'command', name, command: `python ${name}.py`, code: `azureml:${code}:1` } };
}

const entities = (name: string) => ({ entities: [`azureml:${name}:1`] });
const index = (columnName: string) => ({ indexColumns: [{ columnName, dataType: 'String' }] });
