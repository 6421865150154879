import type { BicepFile, Expression, Place } from '../../bicep/model';
import { objectIn, walk } from '../../bicep/walk';
import type { Plan, PlannedModule } from '../../deployment/planned';
import { findings, type Finding } from '../../finding';

const deployment = findings('deployment');

/** Letters that a name of a deployment may have. */
const longest = 64;

/** The first part of an expression that only a running deployment knows: an output of a module, a resource's property. */
function runtimePart(of: Expression, file: BicepFile, seen = new Set<string>()): Expression | undefined {
  const modules = new Set(file.modules.map(({ name }) => name));
  const resources = new Set(file.resources.map(({ name }) => name));
  let found: Expression | undefined;
  walk(of, (part, locals) => {
    if (found) return;
    if (part.kind === 'member') {
      const root = part.of.kind === 'index' ? part.of.of : part.of;
      const name = root.kind === 'name' && !locals.has(root.name) ? root.name : '';
      if (modules.has(name) && part.name === 'outputs') found = part;
      if (resources.has(name) && !['id', 'name', 'type', 'apiVersion'].includes(part.name)) found = part;
    }
    if (part.kind === 'name' && !locals.has(part.name) && !seen.has(part.name)) {
      const variable = file.variables.find(({ name }) => name === part.name);
      if (variable) found = runtimePart(variable.value, file, new Set([...seen, part.name])) && part;
    }
  });
  return found;
}

/** What a compiler asks to be known before anything is deployed: names, scopes, conditions and what loops run over. */
function beforehand(body: Expression): Expression[] {
  if (body.kind === 'if') return [body.condition, ...beforehand(body.body)];
  if (body.kind === 'for') return [body.list, ...beforehand(body.body)];
  const properties = objectIn(body)?.properties ?? [];
  return properties.filter(({ name }) => name === 'name' || name === 'scope').map(({ value }) => value);
}

function nameIn(body: Expression): Expression | undefined {
  return objectIn(body)?.properties.find(({ name }) => name === 'name')?.value;
}

/** The letters that are in a name whatever its parts come to; with those parts that are known to be of a length. */
function atLeast(name: Expression): number {
  if (name.kind === 'literal') return String(name.value).length;
  if (name.kind !== 'text') return 0;
  return name.parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : partLength(part)), 0);
}

/** `uniqueString` gives 13 letters; anything else of an open length is taken for the 40 that an installation's name may have. */
function partLength(part: Expression): number {
  if (part.kind === 'call' && part.name === 'uniqueString') return 13;
  return part.kind === 'name' ? 40 : 8;
}

function moduleNames(file: BicepFile): Finding[] {
  const seen = new Map<string, Place>();
  return file.modules.flatMap(({ name, body, at }): Finding[] => {
    const given = nameIn(body);
    if (!given) return [];
    const found: Finding[] = [];
    if (given.kind === 'literal') {
      if (seen.has(String(given.value))) found.push(deployment(at, `two deployments are named ${String(given.value)}`));
      seen.set(String(given.value), at);
      if (body.kind === 'for') found.push(deployment(at, `all rounds of ${name} have one name: put the item into it`));
    }
    if (atLeast(given) > longest)
      found.push(deployment(at, `the name of ${name} can be longer than ${longest} letters`));
    return found;
  });
}

/** What Resource Manager asks of deployments: names of their own that fit, and nothing that is known too late. */
export function deploymentRules(file: BicepFile): Finding[] {
  const all = [...file.modules, ...file.resources];
  const late = all.flatMap(({ name, body }) =>
    beforehand(body)
      .flatMap((of) => runtimePart(of, file) ?? [])
      .map(({ at }) => deployment(at, `${name} needs this before anything is deployed: pass it to a module instead`)),
  );
  const batches = all.flatMap(({ decorators }) =>
    decorators
      .filter(
        ({ name, arguments: [size] }) => name === 'batchSize' && !(size?.kind === 'literal' && Number(size.value) > 0),
      )
      .map(({ at }) => deployment(at, 'batchSize must be at least 1')),
  );
  return [...late, ...moduleNames(file), ...batches];
}

/** Two modules of one name in one group or subscription are one deployment, and the second is refused. */
export function deploymentNameRules(plan: Plan): Finding[] {
  const key = ({ scope, name }: PlannedModule) => `${scope} ${name}`.toLowerCase();
  const keys = plan.modules.map(key);
  return plan.modules
    .filter((module, index) => keys.indexOf(key(module)) < index)
    .map(({ name, at }) => deployment(at, `two deployments are named ${name} there: make the names differ`));
}
