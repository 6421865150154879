import { actionInputs } from './action-inputs';
import type { Rule } from './rules';
import { actionsOf, isCalled, jobsOf, scriptsOf, stepsOf, type Workflow } from './workflow';

/** What a workflow names exists elsewhere under this name. */
export const nameRules: Readonly<Record<string, Rule>> = {
  'inputs exist': (workflow) =>
    stepsOf(workflow).flatMap(({ uses, with: given = {} }) => {
      if (uses === undefined) return [];
      const used = actionsOf(workflow).find(({ action, ref }) => `${action}@${ref}` === uses);
      // Without one it isn't pinned, which is another rule.
      if (used?.version === undefined) return [];
      const known = actionInputs[`${used.action}@${used.version.split('.')[0]}`];
      if (!known) return [`the inputs of ${uses} are not in action-inputs.ts`];
      const names = known.map((name) => name.replace('!', ''));
      return [
        ...Object.keys(given).flatMap((name) => (names.includes(name) ? [] : [`${uses} has no input ${name}`])),
        ...known.flatMap((name) =>
          name.endsWith('!') && !(name.slice(0, -1) in given) ? [`${uses} lacks ${name}`] : [],
        ),
      ];
    }),

  'environments are known': (workflow) =>
    jobsOf(workflow).flatMap(({ name, job }) => {
      const own = typeof job.environment === 'object' ? job.environment.name : job.environment;
      const known = ['test', 'production', ...(isCalled(workflow) ? ['${{ inputs.environment }}'] : [])];
      return [own, job.with?.environment].flatMap((environment) =>
        environment === undefined || known.includes(String(environment)) ? [] : [`${name} deploys to ${environment}`],
      );
    }),

  'scripts of npm exist': (workflow, { scripts }) =>
    scriptsOf(workflow).flatMap((run) =>
      [...run.matchAll(/\bnpm run ([\w:-]+)/g)].flatMap(([, name = '']) =>
        scripts.includes(name) ? [] : [`npm run ${name}`],
      ),
    ),

  'paths exist': (workflow, { exists }) => {
    const paths = [
      ...scriptsOf(workflow).flatMap(
        (run) => run.match(/(?<![\w./-])(?:\.ci|\.github|infra|dist|test|tools)\/[\w./-]*\w/g) ?? [],
      ),
      ...stepsOf(workflow).flatMap(({ with: given }) => (typeof given?.path === 'string' ? [given.path] : [])),
      ...jobsOf(workflow).flatMap(({ job }) => (job.uses === undefined ? [] : [job.uses.replace('./', '')])),
      ...triggerPaths(workflow),
    ];
    return paths.flatMap((path) => (exists(path.replace(/\/\*\*$/, '')) ? [] : [path]));
  },

  'versions of Node are those supported': (workflow, { leastNode, azureNode }) =>
    jobsOf(workflow).flatMap(({ name, job, steps }) => {
      const matrix = job.strategy?.matrix?.node as number[] | undefined;
      return steps.flatMap(({ with: given }) => {
        const version = given?.['node-version'];
        if (version === undefined) return [];
        if (version === azureNode) return [];
        if (version !== '${{ matrix.node }}') return [`${name} uses Node ${version}`];
        return matrix?.[0] === leastNode && matrix.includes(azureNode) ? [] : [`${name} leaves out a version`];
      });
    }),

  'outputs of infra exist': (workflow, { outputs }) =>
    [...workflow.text.matchAll(/steps\.provision\.outputs\.(\w+)/g)].flatMap(([, name = '']) =>
      outputs.includes(name) ? [] : [`infra/main.bicep has no output ${name}`],
    ),
};

function triggerPaths({ content }: Workflow): string[] {
  if (typeof content.on !== 'object' || Array.isArray(content.on)) return [];
  return Object.values(content.on).flatMap((event) => (event as { paths?: string[] } | null)?.paths ?? []);
}
