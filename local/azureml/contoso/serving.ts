import type { SeedWorkspace } from '../seed/seed-file';

type Serving = Pick<SeedWorkspace, 'schedules' | 'onlineEndpoints' | 'batchEndpoints' | 'computes' | 'connections'>;

/** Schedules, endpoints, computes and connections. */
export function contosoServing(): Serving {
  return {
    schedules: [
      { name: 'nightly-churn', createdBy: 'ada', cron: '0 2 * * *' },
      { name: 'weekly-report', createdBy: 'ben', cron: '0 6 * * 1' },
      { name: 'old-import', createdBy: 'alex', enabled: false },
    ],
    onlineEndpoints: [
      {
        // Production: it serves a model that came out of Ada's job.
        name: 'churn-live',
        createdBy: 'ben',
        traffic: { blue: 100 },
        deployments: [{ name: 'blue', model: 'azureml:churn:2' }],
      },
      {
        name: 'segment-trial',
        createdBy: 'ada',
        traffic: {},
        deployments: [{ name: 'green', model: 'azureml:segmenter:2' }],
      },
    ],
    batchEndpoints: [
      { name: 'risk-batch', createdBy: 'ben', deployments: [{ name: 'default', model: 'azureml:risk:1' }] },
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
    connections: [{ name: 'contoso-git', createdBy: 'dana', properties: { target: 'https://git.contoso.example' } }],
  };
}
