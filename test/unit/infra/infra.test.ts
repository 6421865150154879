import { realProject, shown, type RealProject } from './project';
import { plansOf } from '../../../tools/infra/deployment/scenarios';

describe('the infrastructure', () => {
  let real: RealProject;
  beforeAll(async () => {
    real = await realProject();
  });

  it('has nothing that the checks find wrong', () => {
    expect(shown(real.findings({}))).toEqual([]);
  });

  it('is planned for a first try, for each choice, for production and for one more workspace', () => {
    const plans = plansOf(real.project.folder);
    expect(plans.map(({ scenario }) => scenario)).toEqual([
      'a first try',
      'the task hub in Azure Storage',
      'a virtual network',
      'an app in a virtual network',
      'the sign-in',
      'workspaces and an address for alerts',
      'the least of everything',
      'the most of everything',
      'a third of what there is to choose',
      'everything in AzureUSGovernment',
      'everything in AzureChinaCloud',
      'production',
      'production with the task hub in Azure Storage',
      'one more workspace',
      'one more workspace',
      'one more workspace',
    ]);
    for (const plan of plans) expect(plan.resources.length).toBeGreaterThan(5);
  });

  it('makes every type for which there is a schema in one of them', () => {
    const planned = new Set(plansOf(real.project.folder).flatMap(({ resources }) => resources.map(({ type }) => type)));
    expect([...real.project.schemas.keys()].filter((type) => !planned.has(type))).toEqual([]);
  });
});
