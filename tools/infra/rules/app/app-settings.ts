import type { Place } from '../../bicep/model';
import { memberAt, type Code } from '../../code';
import { made, settingsIn } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { findings, type Finding } from '../../finding';
import { nearest } from '../../nearest';

const setting = findings('setting');
const missing = findings('missing-setting');
const forbidden = findings('forbidden-setting');

/** Settings that Flex Consumption refuses, because the app's configuration has them (reference: Flex migration guide). */
const refusedByFlex = [
  /^FUNCTIONS_(WORKER_RUNTIME|EXTENSION_VERSION|WORKER_PROCESS_COUNT|WORKER_DYNAMIC_CONCURRENCY|MAX_HTTP_CONCURRENCY)/,
  /^WEBSITE_(RUN_FROM_PACKAGE|CONTENT\w*|NODE_DEFAULT_VERSION|VNET_ROUTE_ALL|DNS_SERVER|MAX_DYNAMIC_APPLICATION_SCALE_OUT)/,
  /^(SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD)$/,
  /^WEBSITE_(USE_PLACEHOLDER\w*|SKIP_CONTENTSHARE_VALIDATION|FUNCTIONS_ARMCACHE_ENABLED)$/,
];

/** When the host's settings are needed in a plan. */
function needed(when: string, plan: Plan): boolean {
  if (when === 'always') return true;
  if (when === 'durableTaskScheduler') return made(plan, 'Microsoft.DurableTask/schedulers').length > 0;
  return when === 'signIn' && plan.outputs.get('AUTH_CLIENT_ID')?.kind === 'known' && hasSignIn(plan);
}

function hasSignIn(plan: Plan): boolean {
  const id = plan.outputs.get('AUTH_CLIENT_ID');
  return id?.kind === 'known' && id.data !== '' && id.data !== null;
}

/** Names of settings that an object of the plan sets, against those that somebody reads. */
export function settingNameRules(plan: Plan, code: Code): Finding[] {
  const [site] = made(plan, 'Microsoft.Web/sites');
  if (!site) return [];
  const set = settingsIn(plan);
  const where: Place = [...set.values()][0]?.at ?? site.at;
  const own = code.settings.filter(({ provision }) => provision !== 'local' && provision !== 'platform');
  const hosts = code.hostSettings.filter(({ when }) => when !== 'local');
  const names = [...own, ...hosts].map(({ name }) => name);
  const found: Finding[] = [];
  for (const [name, { at }] of set) {
    if (refusedByFlex.some((pattern) => pattern.test(name))) {
      found.push(forbidden(at, `Flex Consumption refuses ${name}: remove it`));
    } else if (!names.includes(name)) {
      const similar = nearest(name, names);
      found.push(setting(at, `nobody reads ${name}${similar ? `: did you mean ${similar}?` : ''}`));
    } else if (hosts.some((host) => host.name === name && !needed(host.when, plan))) {
      found.push(setting(at, `${name} is set though nothing needs it here`));
    }
  }
  const wanted = [
    ...own.filter(({ required, provision }) => required || provision === 'always'),
    ...hosts.filter(({ when }) => needed(when, plan)),
  ];
  for (const { name } of wanted) {
    if (!set.has(name)) found.push(missing(where, `${name} must be set (docs/configuration.md)`));
  }
  return found;
}

/** The names between per cents in a text. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/%(\w+)%/g)].map(([, name]) => name ?? '');
}

/** Placeholders of host.json are settings that the sample has and that every deployment sets. */
export function placeholderRules(code: Code): Finding[] {
  const at: Place = { file: 'host.json', line: 1 };
  const always = [
    ...code.settings.filter(({ provision }) => provision === 'always'),
    ...code.hostSettings.filter(({ when }) => when === 'always'),
  ].map(({ name }) => String(name));
  return placeholders(JSON.stringify(code.host))
    .filter((name) => !always.includes(name) || memberAt(code.sample, 'Values', name) === undefined)
    .map((name) => missing(at, `%${name}% stands here, and ${name} is not always set`));
}
