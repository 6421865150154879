import type { Code } from '../../code';
import { made, inputOf } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { at, dataOf, itemsOf, jsonOf, textOf, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const ownName = findings('own-name');

/** What is deleted of a blob, its snapshots and versions, by the one age that Azure keeps of each. */
const deletions = {
  baseBlob: 'daysAfterModificationGreaterThan',
  snapshot: 'daysAfterCreationGreaterThan',
  version: 'daysAfterCreationGreaterThan',
};

const prefixesOf = (rule: Value) =>
  itemsOf(at(rule, 'definition', 'filters', 'prefixMatch')).map((prefix) => textOf(prefix) ?? '');

/** A rule that is for a container's blobs and deletes all of them after so many days. */
function ruleFaults(rule: Value, prefix: string, days: unknown): string[] {
  const types = reach(rule, ['definition', 'filters', 'blobTypes', '*']).map(textOf);
  const wrong = Object.entries(deletions).filter(([of, age]) => {
    const given = at(rule, 'definition', 'actions', of, 'delete');
    return JSON.stringify(given && jsonOf(given)) !== JSON.stringify({ [age]: days });
  });
  return [
    ...(dataOf(at(rule, 'enabled')) === true ? [] : [`the rule for ${prefix} is off: nothing would expire`]),
    ...(types.includes('blockBlob') ? [] : [`the rule for ${prefix} deletes no block blobs: nothing would expire`]),
    ...wrong.map(([of, age]) => `${of} of ${prefix} must be deleted by ${age} ${String(days)}`),
  ];
}

function policyFaults(policy: PlannedResource, wanted: ReadonlyMap<string, unknown>): string[] {
  const rules = itemsOf(at(policy.body, 'properties', 'policy', 'rules'));
  const all = rules.flatMap(prefixesOf);
  return [
    ...(rules.some((rule) => prefixesOf(rule).length === 0)
      ? ['deletes blobs of all containers: name the prefixes']
      : []),
    ...all
      .filter((prefix) => !wanted.has(prefix))
      .map((prefix) => `must delete nothing of ${prefix}: only packages and refused messages expire`),
    ...[...wanted.keys()].filter((prefix) => !all.includes(prefix)).map((prefix) => `${prefix} never expires`),
    ...rules.flatMap((rule) =>
      prefixesOf(rule).flatMap((prefix) => (wanted.has(prefix) ? ruleFaults(rule, prefix, wanted.get(prefix)) : [])),
    ),
  ];
}

/** Packages and refused messages are deleted after the days that the parameters say, and nothing else is. */
export function lifecycleRules(plan: Plan, { containers }: Code): Finding[] {
  const [site] = made(plan, 'Microsoft.Web/sites');
  if (!site) return [];
  const wanted = new Map([
    [`${containers.packages}/`, inputOf(plan, 'packageRetentionDays')],
    [`${containers.rejected}/`, inputOf(plan, 'rejectedRetentionDays')],
  ]);
  const policies = made(plan, 'Microsoft.Storage/storageAccounts/managementPolicies');
  if (policies.length === 0) return [ownName(site.at, `${[...wanted.keys()].join(' and ')} never expire`)];
  return policies.flatMap((policy) => policyFaults(policy, wanted).map((message) => ownName(policy.at, message)));
}
