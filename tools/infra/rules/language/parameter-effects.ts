import type { Code } from '../../code';
import { accountsIn, inputOf, made, settingsIn, textAt } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { reach } from '../../deployment/reach';
import { jsonOf, textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import { effects, type Effect } from './effect-table';

const effect = findings('parameter-effect');

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function broken(plan: Plan, { parameter, type, path, as, of, when }: Effect, requests: string): Finding[] {
  const given = inputOf(plan, parameter);
  if (given === undefined || (when && !when(plan))) return [];
  const wanted = as ? as(given, plan) : given;
  const resources = made(plan, type).filter((resource) => !of || of(resource, requests));
  if (path === undefined) {
    if (wanted === resources.length > 0) return [];
    const place = resources[0]?.at ?? { file: 'main.bicep', line: 1 };
    return [
      effect(place, `with ${parameter} ${JSON.stringify(given)} there must be ${wanted === true ? 'a' : 'no'} ${type}`),
    ];
  }
  return resources.flatMap((resource) => {
    const values = reach(resource.body, path.split('.')).map(jsonOf);
    const found = path.includes('*') ? values : values[0];
    if (same(found, wanted)) return [];
    const shown = `${JSON.stringify(wanted)} for ${parameter}, not ${JSON.stringify(found)}`;
    return [effect(resource.at, `${path} of ${resource.symbol} must be ${shown}`)];
  });
}

/** Parameters that are named as a setting, and further settings: each is what the app is told. */
function settings(plan: Plan, code: Code): Finding[] {
  const set = settingsIn(plan);
  const further = Object.entries((inputOf(plan, 'appSettings') ?? {}) as Record<string, unknown>);
  // The platform alone says whether the sign-in is on.
  const wins = new Map(further.filter(([name]) => name !== 'WEBSITE_AUTH_ENABLED'));
  const named = new Map(
    [...plan.inputs.keys()].map((parameter) => [parameter.replace(/[A-Z]/g, '_$&').toUpperCase(), parameter]),
  );
  const byParameter = code.settings.flatMap(({ name, provision }) => {
    const parameter = named.get(name);
    return parameter && provision !== 'local' ? [[String(name), inputOf(plan, parameter), parameter] as const] : [];
  });
  const wanted = [
    ...byParameter.filter(([name]) => !wins.has(name)),
    ...[...wins].map(([name, value]) => [name, value, 'appSettings'] as const),
  ];
  return wanted.flatMap(([name, value, parameter]) => {
    const entry = set.get(name);
    const text = entry && textOf(entry.value);
    // What isn't set at all is told by other rules.
    if (!entry || text === String(value)) return [];
    return [effect(entry.at, `${name} must be ${String(value)}, which ${parameter} says, not ${text}`)];
  });
}

/** Whatever lies in a region lies in that of the installation. */
function regions(plan: Plan): Finding[] {
  const region = inputOf(plan, 'location');
  return plan.resources
    .filter(({ existing, body }) => !existing && !['global', region, undefined].includes(textAt(body, 'location')))
    .map((one) => effect(one.at, `${one.symbol} must lie in ${String(region)}, which location says`));
}

/** Each parameter of main.bicep does what it is for: nothing is crossed, turned round or left on the way. */
export function parameterEffectRules(plan: Plan, code: Code): Finding[] {
  if (made(plan, 'Microsoft.Web/sites').length === 0) return [];
  const requests = accountsIn(plan, code.queues[0] ?? '').requests?.name ?? '';
  return [...effects.flatMap((one) => broken(plan, one, requests)), ...settings(plan, code), ...regions(plan)];
}
