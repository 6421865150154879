import type { Plan } from './deployment/planned';
import { plansOf } from './deployment/scenarios';
import { distinct, findings, findingText, type Finding } from './finding';
import type { Folder } from './folder';
import { expressionsOf, walk } from './bicep/walk';
import { rootFiles, type Code } from './code';
import { alertRules } from './rules/watching/alerts';
import { customRoleRules, definitionRules } from './rules/rights/definitions';
import { deploymentNameRules, deploymentRules } from './rules/resources/deployments';
import { linterRules } from './rules/language/linter';
import { logRules } from './rules/watching/logs';
import { networkRules } from './rules/network/network';
import { outputRules, outputValueRules } from './rules/resources/outputs';
import { alertTableRules } from './rules/watching/alert-table';
import { placeholderRules, settingNameRules } from './rules/app/app-settings';
import { azureYamlRules } from './rules/app/azure-yaml';
import { hostJsonRules } from './rules/app/host-json';
import { lifecycleRules } from './rules/resources/lifecycle';
import { metricRules } from './rules/watching/metrics';
import { parameterEffectRules } from './rules/language/parameter-effects';
import { reachableRules } from './rules/network/reachable';
import { resourceIdRules } from './rules/resources/resource-ids';
import { sampleRules } from './rules/app/sample';
import { sitePropertyRules } from './rules/resources/site-properties';
import { sourceRules } from './rules/app/source';
import { eventRules } from './rules/watching/events';
import { moduleRules } from './rules/language/modules';
import { nameRules } from './rules/language/names';
import { existingOrderRules, orderRules } from './rules/resources/order';
import { appRoleRules, ownNameRules } from './rules/app/own-names';
import { chosenValueRules } from './rules/language/chosen-values';
import { parameterFileRules, parameterTableRules } from './rules/language/parameter-files';
import { resourceRules, uniqueNameRules } from './rules/resources/resources';
import { roleTableRules } from './rules/rights/known-roles';
import { assignmentRules, inlineGuidRules, roleRules, unusedRoleRules } from './rules/rights/roles';
import { secretRules, securityRules } from './rules/security';
import { settingValueRules } from './rules/app/setting-values';
import { parameterRules } from './rules/language/parameters';
import { memberRules, propertyRules, typeRules } from './rules/resources/schema';
import type { Schemas } from './schemas/schema';

/** What the checks compare: the folder of the infrastructure, the schemas of its types, and what the code says. */
export interface Project {
  folder: Folder;
  schemas: Schemas;
  code: Code;
  /** docs/deploy.md, which has a table of the parameters. */
  deployPage: string;
  /** docs/runbooks.md, which has a part about each alert. */
  runbookPage: string;
}

/** Files that are deployed by themselves; all others are modules. */
export const entries = ['main.bicep', 'target.bicep'];

const syntax = findings('syntax');
const evaluation = findings('evaluation');

/** Errors of syntax: what the grammar refuses, and what the reader could make nothing of. */
function syntaxRules({ files, broken }: Folder, code: Code): Finding[] {
  const unread = Object.entries(rootFiles).filter(([key]) => code[key as keyof typeof rootFiles] === undefined);
  const found = [
    ...broken.map((file) => syntax({ file, line: 1 }, 'this is no JSON')),
    ...unread.map(([, file]) => syntax({ file, line: 1 }, "can't be read")),
  ];
  for (const file of files.values()) {
    found.push(...file.faults.map(({ at, message }) => syntax(at, message)));
    for (const { expression } of expressionsOf(file)) {
      walk(expression, (of) => {
        if (of.kind === 'unread')
          found.push(syntax(of.at, `can't be read: ${of.text.split('\n')[0]?.slice(0, 60) ?? ''}`));
      });
    }
  }
  return found;
}

/** Rules about files as they are written. */
function fileRules({ folder, schemas, deployPage, code }: Project): Finding[] {
  const files = [...folder.files.values()];
  return [
    ...files.flatMap((file) => [...nameRules(file), ...parameterRules(file), ...typeRules(file, schemas)]),
    ...files.flatMap((file) => memberRules(file, schemas)),
    ...files.flatMap((file) => [...inlineGuidRules(file), ...assignmentRules(file), ...secretRules(file)]),
    ...files.flatMap(deploymentRules),
    ...linterRules(folder),
    ...moduleRules(folder, entries),
    ...orderRules(folder),
    ...parameterFileRules(folder),
    ...parameterTableRules(folder, deployPage),
    ...roleTableRules(folder),
    ...outputRules(folder),
    ...appRoleRules(folder, code),
    ...customRoleRules(folder, code),
    ...sampleRules(code),
    ...placeholderRules(code),
    ...hostJsonRules(code),
    ...azureYamlRules(code),
    ...sourceRules(code),
  ];
}

/** Rules whose findings leave open what a deployment comes to, as errors of a compiler do. */
const stopping = new Set([
  ...['reference', 'duplicate', 'function', 'module-path', 'module-parameter', 'module-output', 'parameter-default'],
  ...['parameter-type', 'parameter-file', 'resource-type'],
]);

/** Findings of one deployment that others don't have, with what they are found with. */
function onlyWith(plans: readonly Plan[], rules: (plan: Plan) => Finding[]): Finding[] {
  const found = new Map<string, { finding: Finding; scenarios: string[] }>();
  for (const plan of plans) {
    for (const finding of distinct(rules(plan))) {
      const entry = found.get(findingText(finding)) ?? { finding, scenarios: [] };
      entry.scenarios.push(plan.scenario);
      found.set(findingText(finding), entry);
    }
  }
  return [...found.values()].map(({ finding, scenarios }) =>
    scenarios.length === plans.length ? finding : { ...finding, message: `${finding.message} (${scenarios[0]})` },
  );
}

/** Rules about what one deployment comes to. */
function planRules(plan: Plan, { folder, schemas, code, runbookPage }: Project): Finding[] {
  return [
    ...propertyRules(plan, schemas),
    ...resourceRules(plan),
    ...roleRules(plan, folder, code.queues[0] ?? ''),
    ...settingNameRules(plan, code),
    ...settingValueRules(plan, code),
    ...ownNameRules(plan, code),
    ...securityRules(plan, code),
    ...eventRules(plan, code.events),
    ...alertRules(plan, code.functions, code.events),
    ...alertTableRules(plan, folder, code.events, runbookPage),
    ...metricRules(plan, code),
    ...resourceIdRules(plan),
    ...reachableRules(plan),
    ...sitePropertyRules(plan),
    ...lifecycleRules(plan, code),
    ...existingOrderRules(plan, folder),
    ...deploymentNameRules(plan),
    ...definitionRules(plan, folder),
    ...networkRules(plan, code),
    ...logRules(plan, code),
    ...outputValueRules(plan, code, folder),
  ];
}

/**
 * Everything that is wrong. What can't be read, what no compiler would take and what can't be evaluated are told alone:
 * the rest would be guesses. What parameters come to is told last.
 */
export function check(project: Project): Finding[] {
  const { folder } = project;
  const unreadable = syntaxRules(folder, project.code);
  if (unreadable.length > 0) return distinct(unreadable);
  const written = fileRules(project);
  if (written.some(({ rule }) => stopping.has(rule))) return distinct(written);
  const plans = plansOf(folder);
  const unclear = onlyWith(plans, ({ faults }) => faults.map(({ at, message }) => evaluation(at, message)));
  if (unclear.length > 0) return distinct([...written, ...unclear]);
  const found = distinct([
    ...written,
    ...chosenValueRules(folder),
    ...unusedRoleRules(plans, folder),
    ...uniqueNameRules(plans),
    ...onlyWith(plans, (plan) => planRules(plan, project)),
  ]);
  // A parameter without effect is mostly the consequence of something that is told already.
  return found.length > 0 ? found : distinct(onlyWith(plans, (plan) => parameterEffectRules(plan, project.code)));
}
