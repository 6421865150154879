import { expandGenerators } from './generate';
import { hubOf } from './hubs';
import { storageFaults } from './check-storage';
import type { SeedFile, SeedJob, SeedWorkspace } from './seed-file';

const ASSETS = [
  'models',
  'data',
  'environments',
  'components',
  'codes',
  'featuresets',
  'featurestoreEntities',
] as const;
const DEPENDENTS = ['keyVaults', 'registries', 'applicationInsights', 'logAnalytics'] as const;
const RESOURCES = ['schedules', 'onlineEndpoints', 'batchEndpoints', 'computes', 'connections'] as const;

/** Faults that a schema cannot express: people and jobs that do not exist, names that are used twice. */
export function checkReferences(seed: SeedFile): string[] {
  const faults = duplicates(seed.people, (person) => person.key, '/people');
  const people = new Set(seed.people.map((person) => person.key));
  seed.workspaces.forEach((workspace, index) => {
    const place = `/workspaces/${index}`;
    faults.push(...peopleFaults(workspace, people, place), ...nameFaults(workspace, place));
  });
  const id = (workspace: SeedWorkspace): string =>
    JSON.stringify([workspace.subscriptionId, workspace.resourceGroup, workspace.name]);
  faults.push(...duplicates(seed.workspaces, id, '/workspaces'));
  faults.push(...hubFaults(seed.workspaces));
  for (const type of DEPENDENTS)
    faults.push(...duplicates(seed[type] ?? [], (item) => item.name.toLowerCase(), `/${type}`));
  faults.push(
    ...duplicates(seed.storageAccounts ?? [], ({ name }) => name, '/storageAccounts'),
    ...storageFaults(seed),
  );
  (seed.shares ?? []).forEach(({ files = {}, openHandles = [] }, index) => {
    const unknown = openHandles.filter((path) => !(path in files));
    faults.push(...unknown.map((path) => `/shares/${index}/openHandles: no file has the path "${path}".`));
  });
  return faults;
}

function hubFaults(workspaces: readonly SeedWorkspace[]): string[] {
  return workspaces.flatMap((workspace, index) => {
    const at = `/workspaces/${index}/hub`;
    if (workspace.hub === undefined) return workspace.kind === 'Project' ? [`${at}: a project needs a hub.`] : [];
    if (workspace.kind !== 'Project') return [`${at}: only a workspace of the kind Project has a hub.`];
    return hubOf(workspace, workspaces) === undefined ? [`${at}: no hub has the name "${workspace.hub}".`] : [];
  });
}

// Person references have the same member names everywhere, so one walk over the workspace finds them all.
function peopleFaults(value: unknown, people: ReadonlySet<string>, place: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]: [string, unknown]) => {
    const at = `${place}/${member}`;
    if (['properties', 'tags', 'files', 'intermediate', 'inputs', 'outputs', 'traffic'].includes(member)) return [];
    const names = ['createdBy', 'owner', 'assignedTo'].includes(member) && typeof inner === 'string';
    if (names) return people.has(inner) ? [] : [`${at}: no person has the key "${inner}".`];
    return peopleFaults(inner, people, at);
  });
}

function nameFaults(workspace: SeedWorkspace, place: string): string[] {
  const jobs = [...(workspace.jobs ?? []), ...expandGenerators(workspace.generate ?? [])].flatMap((job, index) =>
    jobNames(job, job.name ?? `job-${index + 1}`),
  );
  const known = new Set(jobs);
  const faults = duplicates(jobs, (name) => name, `${place}/jobs (with children and generated ones)`);
  for (const type of ASSETS) {
    const assets = workspace[type] ?? [];
    faults.push(...duplicates(assets, (asset) => asset.name.toLowerCase(), `${place}/${type}`));
    assets.forEach((asset, index) => {
      const at = `${place}/${type}/${index}/versions`;
      const versions = asset.versions ?? [];
      faults.push(...duplicates(versions, (version) => version.version.toLowerCase(), at));
      versions.forEach(({ job, uri }, position) => {
        if (job !== undefined && !known.has(job)) faults.push(`${at}/${position}/job: no job has the name "${job}".`);
        if (job !== undefined && uri !== undefined) faults.push(`${at}/${position}: give either uri or job.`);
      });
    });
  }
  for (const type of RESOURCES) {
    faults.push(...duplicates(workspace[type] ?? [], (item) => item.name.toLowerCase(), `${place}/${type}`));
  }
  return faults;
}

function jobNames(job: SeedJob, name: string): string[] {
  const children = job.children ?? [];
  return [name, ...children.flatMap((child, index) => jobNames(child, child.name ?? `${name}-step-${index + 1}`))];
}

function duplicates<Item>(items: readonly Item[], nameOf: (item: Item) => string, place: string): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return [...twice].map((name) => `${place}: "${name}" is there twice.`);
}
