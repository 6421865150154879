import type { BicepFile } from '../bicep/model';
import { objectIn, walk } from '../bicep/walk';
import { findings, type Finding } from '../finding';
import { pathFrom, type Folder } from '../folder';

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
    return [...late, ...dependsOn(file)];
  });
}
