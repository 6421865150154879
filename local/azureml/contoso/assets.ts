import type { SeedWorkspace } from '../seed/seed-file';

type Assets = Pick<SeedWorkspace, 'models' | 'data' | 'environments' | 'components' | 'codes'>;

const RATES = { 'rates.csv': 'currency;rate\nSEK;11.2\nCHF;0.97\n' };
const UI = 'azureml://datastores/workspaceblobstore/paths/UI/2024-03-05_101500_UTC';

/** Models, data and the rest: uploads shared between people, versions over one prefix, encoded names. */
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
      { name: 'needs', versions: [{ version: '1', createdBy: 'mei', files: { '需要.csv': 'a\n1\n' } }] },
    ],
    environments: [
      { name: 'training', versions: [{ version: '1', createdBy: 'ben' }] },
      {
        name: 'scoring',
        versions: [
          { version: '1', createdBy: 'dana' },
          { version: '2', createdBy: 'dana' },
        ],
      },
    ],
    components: [{ name: 'prepare', versions: [{ version: '1', createdBy: 'chloe' }] }],
    codes: [
      { name: 'train-code', versions: [{ version: '1', createdBy: 'ben', files: { 'train.py': 'print("train")\n' } }] },
    ],
  };
}
