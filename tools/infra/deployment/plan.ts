import type { BicepFile, Expression, Module, Place, Resource } from '../bicep/model';
import { pathFrom, type Folder } from '../folder';
import { clouds, type CloudName } from './clouds';
import { evaluate, type Surroundings } from './evaluate';
import { idOf, scopeId } from './ids';
import type { Plan, PlannedResource, Step } from './planned';
import { subscriptionId } from './surroundings';
import { at as member, dataOf, known, later, textOf, valueOf, type Value } from './value';

type Locals = ReadonlyMap<string, Value>;

/** One file with the values of its parameters: what main.bicep or a module comes to. */
interface Frame {
  look: (name: string) => Value | undefined;
  output: (name: string, at: Place) => Value;
  everything: () => void;
}

/** What is shared by the frames of one deployment. */
interface Work {
  folder: Folder;
  plan: Plan;
  /** The modules that lead to the frame. */
  path: readonly Step[];
}

/** Whether a condition holds. One that only Azure could decide is taken to hold. */
function holds(condition: Value): boolean {
  return dataOf(condition) !== false;
}

/** Takes loops and conditions off a declaration's body and gives each object that is left. */
function each(
  body: Expression,
  here: Surroundings,
  locals: Locals,
  make: (object: Expression, locals: Locals, planned: boolean) => Value,
): Value {
  if (body.kind === 'if') return make(body.body, locals, holds(evaluate(body.condition, here, locals)));
  if (body.kind !== 'for') return make(body, locals, true);
  const list = evaluate(body.list, here, locals);
  if (list.kind !== 'array') {
    here.fault(body.at, 'the loop runs over something that is no array: use items() for an object');
    return later('<loop>');
  }
  const items = list.items.map(({ value }, index) => {
    const inner = new Map(locals);
    if (body.item) inner.set(body.item, value);
    if (body.index) inner.set(body.index, known(index));
    return { at: body.at, value: each(body.body, here, inner, make) };
  });
  return { kind: 'array', items };
}

/** What isn't deployed isn't evaluated either: what is wrong in it is no fault of this deployment. */
function quiet(here: Surroundings): Surroundings {
  return { ...here, fault: () => undefined };
}

function resourceValue(of: Resource, file: BicepFile, scope: string, here: Surroundings, work: Work): Value {
  return each(of.body, here, new Map(), (object, locals, planned) => {
    const body = evaluate(object, planned ? here : quiet(here), locals);
    const named = textOf(member(body, 'name') ?? known('')) ?? '';
    const parent = member(body, 'parent');
    const extended = member(body, 'scope');
    const above = parent?.kind === 'resource' ? parent.resource : undefined;
    if (above && of.type.split('/').slice(0, -1).join('/') !== above.type) {
      here.fault(of.at, `${of.type} can't have a ${above.type} as its parent`);
    }
    const name = above ? `${above.name}/${named}` : named;
    if (name.split('/').length !== of.type.split('/').length - 1) {
      here.fault(of.at, `a ${of.type} needs the names of what it lies in before its own: set parent`);
    }
    const within = above?.scope ?? (extended && scopeId(extended)) ?? scope;
    const resource: PlannedResource = {
      symbol: of.name,
      type: of.type,
      version: of.version,
      existing: of.existing,
      planned,
      name,
      id: idOf(within, of.type, name),
      scope: within,
      body,
      at: of.at,
      path: [...work.path, { file: file.path, name: of.name }],
    };
    if (planned) work.plan.resources.push(resource);
    return { kind: 'resource', resource };
  });
}

function moduleValue(of: Module, file: BicepFile, scope: string, here: Surroundings, work: Work): Value {
  const called = work.folder.files.get(pathFrom(file.path, of.path));
  if (!called) return later(`<module ${of.path}>`);
  return each(of.body, here, new Map(), (object, locals, planned) => {
    const body = evaluate(object, planned ? here : quiet(here), locals);
    const into = member(body, 'scope');
    const params = member(body, 'params');
    const given = new Map<string, Value>();
    if (params?.kind === 'object') for (const [name, entry] of params.entries) given.set(name, entry.value);
    const within = (into && scopeId(into)) ?? scope;
    const kind = within.includes('/resourceGroups/') ? 'resourceGroup' : 'subscription';
    if (planned && kind !== called.scope) {
      here.fault(of.at, `${called.path} is for a ${called.scope}, and is deployed to a ${kind}: set scope`);
    }
    const path = [...work.path, { file: file.path, name: of.name }];
    const frame = frameOf(called, given, within, { ...work, path });
    const named = textOf(member(body, 'name') ?? known('')) ?? '';
    if (planned) {
      work.plan.modules.push({ name: named, scope: within, at: of.at });
      frame.everything();
    }
    return { kind: 'module', name: of.name, planned, output: frame.output };
  });
}

/** The values of a file's declarations, each found when it is asked for: Bicep has no order. */
function frameOf(file: BicepFile, given: ReadonlyMap<string, Value>, scope: string, work: Work): Frame {
  const found = new Map<string, Value>();
  const looking = new Set<string>();
  const fault: Surroundings['fault'] = (at, message) => work.plan.faults.push({ at, message });
  const json = (path: string, at: Place) => valueOf(work.folder.json.get(pathFrom(file.path, path)) ?? null, at);
  const here: Surroundings = { look, json, fault, scope, cloud: work.plan.cloud };

  function fresh(name: string): Value | undefined {
    const parameter = file.parameters.find((one) => one.name === name);
    if (parameter) {
      return given.get(name) ?? (parameter.default ? evaluate(parameter.default, here) : later(`<parameter ${name}>`));
    }
    const variable = file.variables.find((one) => one.name === name);
    if (variable) return evaluate(variable.value, here);
    const resource = file.resources.find((one) => one.name === name);
    if (resource) return resourceValue(resource, file, scope, here, work);
    const module = file.modules.find((one) => one.name === name);
    return module && moduleValue(module, file, scope, here, work);
  }

  function look(name: string): Value | undefined {
    const before = found.get(name);
    if (before) return before;
    if (looking.has(name)) {
      const at = [...file.variables, ...file.resources, ...file.modules, ...file.parameters].find(
        (one) => one.name === name,
      )?.at;
      if (at) fault(at, `${name} refers to itself`);
      return later(`<${name}>`);
    }
    looking.add(name);
    const value = fresh(name);
    looking.delete(name);
    if (value) found.set(name, value);
    return value;
  }

  return {
    look,
    output: (name) => {
      const output = file.outputs.find((one) => one.name === name);
      return output ? evaluate(output.value, here) : later(`<output ${name}>`);
    },
    everything: () => {
      for (const { name } of [...file.resources, ...file.modules]) look(name);
      for (const { value } of file.outputs) evaluate(value, here);
    },
  };
}

/** What deploying a file with these parameters (plain JSON, by name) comes to; undefined where there is no such file. */
export function planOf(
  folder: Folder,
  path: string,
  scenario: string,
  parameters: Readonly<Record<string, unknown>>,
  cloud: CloudName = 'AzureCloud',
): Plan | undefined {
  const file = folder.files.get(path);
  if (!file) return undefined;
  const plan: Plan = {
    ...{ scenario, cloud: clouds[cloud], parameters, faults: [] },
    ...{ inputs: new Map(), resources: [], modules: [], outputs: new Map() },
  };
  const given = Object.entries(parameters).map(
    ([name, value]) => [name, valueOf(value, { file: path, line: 1 })] as const,
  );
  const scope = `/subscriptions/${subscriptionId}${file.scope === 'subscription' ? '' : '/resourceGroups/rg-current'}`;
  const frame = frameOf(file, new Map(given), scope, { folder, plan, path: [] });
  frame.everything();
  for (const { name } of file.parameters) plan.inputs.set(name, frame.look(name) ?? known(null));
  for (const { name, at } of file.outputs) plan.outputs.set(name, frame.output(name, at));
  return plan;
}
