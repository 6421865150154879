import type { BicepFile, Expression } from '../../bicep/model';
import { objectIn, walk } from '../../bicep/walk';
import type { Plan } from '../../deployment/planned';
import { findings, type Finding } from '../../finding';
import { pathFrom, type Folder } from '../../folder';

const order = findings('order');

/** Modules that must be deployed before another, and why; both by their paths. */
const before: readonly { file: string; first: string; why: string }[] = [
  { file: 'modules/function-app.bicep', first: 'modules/role-assignments.bicep', why: 'the app starts at once' },
  { file: 'modules/function-app.bicep', first: 'modules/private-endpoints.bicep', why: 'it would find no storage' },
  {
    file: 'modules/function-app.bicep',
    first: 'modules/durable-task-scheduler.bicep',
    why: 'it would find no task hub',
  },
  { file: 'modules/authentication.bicep', first: 'modules/app-settings.bicep', why: 'two changes at once are refused' },
  ...['workspace', 'storage-account', 'registry', 'component', 'log-workspace', 'group', 'subscription'].map(
    (name) => ({
      file: `modules/access/grant-${name}.bicep`,
      first: 'modules/access/custom-roles.bicep',
      why: 'a role must exist to be granted',
    }),
  ),
];

/** The names that each module and resource of a file waits for: those it refers to, and those in `dependsOn`. */
function waits(file: BicepFile): Map<string, Set<string>> {
  const names = new Set([...file.modules, ...file.resources, ...file.variables].map(({ name }) => name));
  const all = [
    ...file.modules.map(({ name, body }) => ({ name, body })),
    ...file.resources,
    ...file.variables.map(({ name, value }) => ({ name, body: value })),
  ];
  return new Map(
    all.map(({ name, body }) => {
      const found = new Set<string>();
      walk(body, (of, locals) => {
        if (of.kind === 'name' && names.has(of.name) && !locals.has(of.name)) found.add(of.name);
      });
      return [name, found];
    }),
  );
}

function reaches(
  from: string,
  to: string,
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  seen = new Set<string>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(edges.get(from) ?? [])].some((next) => reaches(next, to, edges, seen));
}

/** `dependsOn` names modules and resources. */
function dependsOn(file: BicepFile): Finding[] {
  const names = new Set([...file.modules, ...file.resources].map(({ name }) => name));
  return [...file.modules, ...file.resources].flatMap(({ body }) => {
    const value = objectIn(body)?.properties.find(({ name }) => name === 'dependsOn')?.value;
    if (!value) return [];
    const items = value.kind === 'array' ? value.items : [value];
    const wrong = items.filter((item) => item.kind !== 'name' || !names.has(item.name));
    return wrong.map(({ at }) => order(at, 'dependsOn takes the names of modules and resources'));
  });
}

/** Modules that would make the same things at once where they are called in a loop. */
const oneByOne = ['modules/access/target.bicep'];

function atOnce(file: BicepFile): Finding[] {
  return file.modules
    .filter(({ path, body }) => body.kind === 'for' && oneByOne.includes(pathFrom(file.path, path)))
    .filter(({ decorators }) => !decorators.some(({ name, arguments: [size] }) => name === 'batchSize' && isOne(size)))
    .map(({ name, at }) => order(at, `${name} must go one after the other: @batchSize(1)`));
}

const isOne = (of: Expression | undefined) => of?.kind === 'literal' && of.value === 1;

/**
 * What is referred to as existing is made before: where the ways to the two part, the one waits for the other, or refers
 * to it.
 */
export function existingOrderRules(plan: Plan, folder: Folder): Finding[] {
  const makers = new Map(plan.resources.filter((one) => !one.existing).map((one) => [one.id.toLowerCase(), one]));
  const edges = new Map([...folder.files.values()].map((file) => [file.path, waits(file)]));
  return plan.resources.flatMap((one) => {
    const maker = one.existing ? makers.get(one.id.toLowerCase()) : undefined;
    const parting = one.path.findIndex(({ name }, index) => name !== maker?.path[index]?.name);
    const [later, first] = [one.path[parting], maker?.path[parting]];
    if (!later || !first || reaches(later.name, first.name, edges.get(later.file) ?? new Map())) return [];
    const what = `${one.type} ${one.name}`;
    return [order(one.at, `${later.name} must wait for ${first.name} in ${later.file} (dependsOn): it makes ${what}`)];
  });
}

/** What must be there first is waited for. */
export function orderRules(folder: Folder): Finding[] {
  return [...folder.files.values()].flatMap((file) => {
    const edges = waits(file);
    const calls = file.modules.map((module) => ({ module, path: pathFrom(file.path, module.path) }));
    const late = calls.flatMap(({ module, path }) =>
      before
        .filter((rule) => rule.file === path)
        .flatMap(({ first, why }) => calls.filter((other) => other.path === first).map((other) => ({ other, why })))
        .filter(({ other }) => !reaches(module.name, other.module.name, edges))
        .map(({ other, why }) =>
          order(module.at, `${module.name} must wait for ${other.module.name} (dependsOn): ${why}`),
        ),
    );
    return [...late, ...dependsOn(file), ...atOnce(file)];
  });
}
