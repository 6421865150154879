import { isDeepStrictEqual } from 'node:util';
import type { Rule } from './rules';
import { actionsOf, eventsOf, isCalled, jobsOf, runningJobs, scriptsOf, stepsOf } from './workflow';

/** Rights beyond reading the code, by file and job: nothing else may have any. */
const rights: Readonly<Record<string, Record<string, string>>> = {
  'codeql.yml analyze': { actions: 'read', contents: 'read', 'security-events': 'write' },
  'deploy.yml fetch': { attestations: 'read', contents: 'read' },
  'deploy.yml production': { contents: 'read', 'id-token': 'write' },
  'deploy.yml test': { contents: 'read', 'id-token': 'write' },
  'deploy-environment.yml deploy': { contents: 'read', 'id-token': 'write' },
  'infra.yml what-if': { contents: 'read', 'id-token': 'write' },
  'release.yml draft': { attestations: 'write', contents: 'write', 'id-token': 'write' },
};

/** Events that start a workflow with code that nobody of the project has looked at are not among these. */
const events = ['pull_request', 'push', 'release', 'schedule', 'workflow_call', 'workflow_dispatch'];

/** What a workflow may do, and who may make it do something else. */
export const securityRules: Readonly<Record<string, Rule>> = {
  'actions are pinned': (workflow) => {
    const uses = actionsOf(workflow);
    const parsed = [...stepsOf(workflow), ...jobsOf(workflow).map(({ job }) => job)].flatMap(({ uses: used }) =>
      used === undefined || used.startsWith('./') ? [] : [used],
    );
    const loose = uses.filter(
      ({ ref, version }) => !/^[0-9a-f]{40}$/.test(ref) || !/^v\d+\.\d+\.\d+$/.test(version ?? ''),
    );
    return [
      ...loose.map(({ action, ref }) => `${action}@${ref} is not a whole hash with its version behind it`),
      ...(uses.length === parsed.length ? [] : ['a "uses" is not on a line of its own']),
    ];
  },

  'rights are least': (workflow) => [
    ...(isDeepStrictEqual(workflow.content.permissions, { contents: 'read' })
      ? []
      : ['the workflow does not begin with contents: read']),
    ...jobsOf(workflow).flatMap(({ name, job: { permissions } }) => {
      const own = rights[`${workflow.file} ${name}`];
      return isDeepStrictEqual(permissions, own) ? [] : [`${name} has other rights than the table says`];
    }),
  ],

  'jobs end': (workflow) =>
    runningJobs(workflow).flatMap(({ name, job }) => {
      const minutes = job['timeout-minutes'];
      return minutes !== undefined && minutes <= 90 ? [] : [`${name} has no timeout of at most 90 minutes`];
    }),

  'runners are fixed': (workflow) =>
    runningJobs(workflow).flatMap(({ name, job }) =>
      job['runs-on'] === 'ubuntu-24.04' || (isCalled(workflow) && job['runs-on'] === '${{ inputs.runner }}')
        ? []
        : [`${name} runs on ${job['runs-on']}`],
    ),

  'scripts hold no expressions': (workflow) =>
    scriptsOf(workflow).flatMap((run) => (run.includes('${{') ? [`"${run}" must take it from the environment`] : [])),

  'scripts fail in the middle': (workflow) =>
    scriptsOf(workflow).length === 0 || workflow.content.defaults?.run?.shell === 'bash'
      ? []
      : ['the default shell is not bash by name, which brings -e and -o pipefail'],

  'events are harmless': (workflow) =>
    eventsOf(workflow).flatMap((event) => (events.includes(event) ? [] : [`${event} is not on the list`])),

  'runs do not pile up': (workflow) =>
    workflow.content.concurrency !== undefined || isCalled(workflow) ? [] : ['there is no concurrency group'],

  'no token stays': (workflow) => [
    ...stepsOf(workflow).flatMap(({ uses, with: given }) =>
      uses?.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false
        ? ['a checkout keeps its token']
        : [],
    ),
    ...(/\bsecrets\b/.test(workflow.text.replace(/#.*/g, '')) ? ['a stored secret is used'] : []),
  ],

  'sign-in is federated': (workflow) =>
    jobsOf(workflow).flatMap(({ name, job, steps }) =>
      steps.flatMap(({ uses, with: given = {} }) => {
        if (!uses?.startsWith('azure/login@')) return [];
        const variables = Object.values(given).every((value) =>
          /^\$\{\{ vars\.AZURE_\w+( \|\| '[\w:/]+')? \}\}$/.test(String(value)),
        );
        return [
          ...(variables ? [] : [`${name} signs in by something else than the variables of its environment`]),
          ...(job.permissions?.['id-token'] === 'write' ? [] : [`${name} signs in without a right to a token`]),
          ...(job.environment === undefined ? [`${name} signs in outside of an environment`] : []),
        ];
      }),
    ),

  'packages run no scripts when installed': (workflow) =>
    scriptsOf(workflow).flatMap((run) =>
      run
        .split('\n')
        .filter((line) => /\bnpm (ci|install|i)\b/.test(line) && !/--ignore-scripts|core-tools@4$/.test(line)),
    ),

  'releases come from no cache': (workflow) =>
    /^(release|deploy)/.test(workflow.file)
      ? stepsOf(workflow).flatMap(({ uses, with: given = {} }) =>
          uses?.startsWith('actions/setup-node@') && (given['package-manager-cache'] !== false || 'cache' in given)
            ? ['setup-node could take packages from a cache']
            : [],
        )
      : [],

  'who may write runs no packages': (workflow) =>
    jobsOf(workflow).flatMap(({ name, job, steps }) =>
      job.permissions?.contents === 'write' &&
      steps.some(({ run = '', uses = '' }) => /\b(npm|npx|node)\b/.test(run) || uses.startsWith('actions/checkout@'))
        ? [`${name} may write to the repository and runs code of it or of packages`]
        : [],
    ),
};
