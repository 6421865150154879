import type { SeedWorkspace } from '../seed/seed-file';

type Serving = Pick<
  SeedWorkspace,
  | 'schedules'
  | 'onlineEndpoints'
  | 'batchEndpoints'
  | 'serverlessEndpoints'
  | 'computes'
  | 'connections'
  | 'datastores'
  | 'privateEndpointConnections'
>;

const log = (name: string) => `${name}: listening on port 31311\n${name}: scored 3 rows\n`;

/** Schedules, endpoints, computes, connections and datastores. */
export function contosoServing(): Serving {
  return {
    schedules: [
      { name: 'nightly-churn', createdBy: 'ada', cron: '0 2 * * *' },
      { name: 'weekly-report', createdBy: 'ben', cron: '0 6 * * 1' },
      { name: 'old-import', createdBy: 'alex', enabled: false },
    ],
    onlineEndpoints: [
      {
        // Production of Ben, with a deployment that Ada is trying out in it.
        name: 'churn-live',
        createdBy: 'ben',
        traffic: { blue: 100 },
        deployments: [
          {
            name: 'blue',
            model: 'azureml:churn-served:1',
            logs: log('blue'),
            properties: { environmentId: 'azureml:scoring:2' },
          },
          { name: 'shadow', createdBy: 'ada', model: 'azureml:churn:1', logs: log('shadow') },
        ],
      },
      {
        name: 'segment-trial',
        createdBy: 'ada',
        traffic: {},
        deployments: [
          {
            name: 'green',
            model: 'azureml:segmenter:2',
            logs: log('green'),
            properties: { environmentId: 'azureml:featurize:1' },
          },
        ],
      },
    ],
    batchEndpoints: [
      { name: 'risk-batch', createdBy: 'ben', deployments: [{ name: 'default', model: 'azureml:risk:1' }] },
      { name: 'segment-batch', createdBy: 'ada', deployments: [{ name: 'default', model: 'azureml:segmenter:2' }] },
    ],
    computes: [
      { name: 'ci-ada', createdBy: 'ada', owner: 'ada', state: 'Stopped' },
      { name: 'ci-ben', createdBy: 'ben', owner: 'ben', state: 'Running' },
      // Made by Dana for Chloé; a job of Ben runs on it.
      { name: 'ci-chloe', createdBy: 'dana', owner: 'dana', assignedTo: 'chloe', state: 'Running' },
      { name: 'ci-alex', createdBy: 'alexandra', owner: 'alexandra' },
      {
        name: 'cpu-cluster',
        createdBy: 'dana',
        type: 'AmlCompute',
        properties: { properties: { vmSize: 'STANDARD_D4S_V3' } },
      },
    ],
    serverlessEndpoints: [
      { name: 'ada-phi', createdBy: 'ada', properties: { modelSettings: { modelId: 'azureml://registries/phi' } } },
      {
        name: 'team-llama',
        createdBy: 'ben',
        properties: { modelSettings: { modelId: 'azureml://registries/llama' } },
      },
    ],
    connections: [
      { name: 'contoso-git', createdBy: 'dana', properties: { target: 'https://git.contoso.example' } },
      { name: 'ada-search', createdBy: 'ada', properties: { category: 'CognitiveSearch', authType: 'ApiKey' } },
    ],
    datastores: [
      { name: 'raw_exports', container: 'raw-exports', createdBy: 'dana' },
      { name: 'ada_scratch', container: 'ada-scratch', createdBy: 'ada' },
    ],
    privateEndpointConnections: [{ name: 'pe-contoso', createdBy: 'dana' }],
  };
}
