import { nameRules } from './name-rules';
import { securityRules } from './security-rules';
import { actionsOf, type Workflow } from './workflow';

/** What the rules compare the workflows with. */
export interface Project {
  /** Names of the scripts in package.json. */
  scripts: readonly string[];
  /** Whether a path of the project exists, or is made by the build. */
  exists: (path: string) => boolean;
  /** The least version of Node that package.json allows. */
  leastNode: number;
  /** The version of Node that the app runs on in Azure. */
  azureNode: number;
  /** Names of the outputs of infra/main.bicep. */
  outputs: readonly string[];
}

/** Says what is wrong with a workflow; an empty list when nothing is. */
export type Rule = (workflow: Workflow, project: Project) => string[];

/** By name: what each says of a workflow. */
export const rules: Readonly<Record<string, Rule>> = { ...securityRules, ...nameRules };

/** All that is wrong with a workflow, as `rule: what`. */
export function findings(workflow: Workflow, project: Project): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => rule(workflow, project).map((what) => `${name}: ${what}`));
}

/** Versions of actions that differ between workflows, and hashes that differ for one version. */
export function disagreements(workflows: readonly Workflow[]): string[] {
  const seen = new Map<string, string>();
  return workflows.flatMap((workflow) =>
    actionsOf(workflow).flatMap(({ action, ref, version }) => {
      const pin = `${ref} ${version}`;
      const repository = action.split('/').slice(0, 2).join('/');
      const first = seen.get(repository) ?? pin;
      seen.set(repository, first);
      return first === pin ? [] : [`${workflow.file}: ${action} is ${pin}, and elsewhere ${first}`];
    }),
  );
}
