import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { locked, RegistryError, unknown } from './registry-error';
import type { RegistryTarget } from './registry-path';
import { isLocked, repositoriesOf, withoutManifest, withoutRepository } from './repositories';
import type { Manifest, Repository } from './repositories';

/** What a registry answers. `link` leads to the next page. */
export interface RegistryAnswer {
  status: number;
  body?: JsonObject;
  link?: string;
}

/** A call that passed authentication. */
export interface RegistryCall {
  method: string;
  target: RegistryTarget;
  search: URLSearchParams;
  registry: ResourceRecord;
  context: EmulatorContext;
}

/** Carries a call out. */
export function answerRegistryCall(call: RegistryCall): RegistryAnswer {
  const { method, target } = call;
  if (method === 'GET') {
    if (target.kind === 'catalog') return catalog(call);
    const repository = find(call, target.repository);
    switch (target.kind) {
      case 'repository':
        return { status: 200, body: { ...head(call), ...describe(repository) } };
      case 'manifests':
        return listManifests(call, repository);
      case 'manifest':
        return {
          status: 200,
          body: { ...head(call, repository), manifest: describeManifest(image(repository, target.digest)) },
        };
      case 'tags':
        return listTags(call, repository);
    }
  }
  if (method === 'DELETE' && target.kind === 'repository') return deleteRepository(call, find(call, target.repository));
  if (method === 'DELETE' && target.kind === 'content') {
    return deleteManifest(call, find(call, target.repository), target.digest);
  }
  throw new RegistryError(405, 'UNSUPPORTED', 'The operation is unsupported.');
}

function find({ registry }: RegistryCall, name: string): Repository {
  const found = repositoriesOf(registry).find((repository) => repository.name === name);
  if (!found) throw unknown('NAME_UNKNOWN', 'repository name');
  return found;
}

function image(repository: Repository, digest: string): Manifest {
  const found = repository.manifests.find((manifest) => manifest.digest === digest);
  if (!found) throw unknown('MANIFEST_UNKNOWN', 'manifest');
  return found;
}

function head({ registry }: RegistryCall, repository?: Repository): JsonObject {
  return {
    registry: `${registry.name.toLowerCase()}.azurecr.io`,
    ...(repository ? { imageName: repository.name } : {}),
  };
}

function catalog(call: RegistryCall): RegistryAnswer {
  const page = pageOf(call, repositoriesOf(call.registry), (repository) => repository.name);
  return { status: 200, body: { repositories: page.items.map((repository) => repository.name) }, link: page.link };
}

function listManifests(call: RegistryCall, repository: Repository): RegistryAnswer {
  const visible = repository.manifests.filter((manifest) => manifest.attributes.listEnabled);
  const page = pageOf(call, visible, (manifest) => manifest.digest);
  return {
    status: 200,
    body: { ...head(call, repository), manifests: page.items.map(describeManifest) },
    link: page.link,
  };
}

function listTags(call: RegistryCall, repository: Repository): RegistryAnswer {
  const tags = repository.manifests.flatMap((manifest) => manifest.tags.map((tag) => ({ tag, manifest })));
  const page = pageOf(call, tags, ({ tag }) => tag);
  const described = page.items.map(({ tag, manifest: { digest, createdOn, attributes } }) => ({
    ...{ name: tag, digest, createdTime: createdOn, lastUpdateTime: createdOn, signed: false },
    changeableAttributes: { ...attributes },
  }));
  return { status: 200, body: { ...head(call, repository), tags: described }, link: page.link };
}

function describe({ name, manifests, attributes }: Repository): JsonObject {
  const created = manifests.map((manifest) => manifest.createdOn).sort();
  return {
    ...{ imageName: name, createdTime: created[0], lastUpdateTime: created.at(-1) },
    ...{ manifestCount: manifests.length, tagCount: manifests.flatMap((manifest) => manifest.tags).length },
    changeableAttributes: { ...attributes },
  };
}

function describeManifest({ digest, tags, size, createdOn, attributes }: Manifest): JsonObject {
  return {
    ...{ digest, imageSize: size, createdTime: createdOn, lastUpdateTime: createdOn },
    ...{ architecture: 'amd64', os: 'linux', mediaType: 'application/vnd.docker.distribution.manifest.v2+json' },
    ...{ tags, changeableAttributes: { ...attributes } },
  };
}

/** A page after `last`, with the link that the SDK follows: a path and query, to be read below the registry. */
function pageOf<Item>(
  call: RegistryCall,
  items: readonly Item[],
  nameOf: (item: Item) => string,
): { items: Item[]; link?: string } {
  const last = call.search.get('last');
  const size = Number(call.search.get('n') ?? call.context.settings.switches.pageSize);
  const rest = [...items]
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .filter((item) => last === null || nameOf(item) > last);
  const page = rest.slice(0, size);
  const end = page.at(-1);
  if (end === undefined || rest.length <= size) return { items: page };
  const query = new URLSearchParams({ last: nameOf(end), n: String(size), orderby: '' });
  return { items: page, link: `?${query.toString()}` };
}

function deleteRepository(call: RegistryCall, repository: Repository): RegistryAnswer {
  if ([repository, ...repository.manifests].some(({ attributes }) => isLocked(attributes))) throw locked();
  call.context.state.put(withoutRepository(call.registry, repository.name));
  const { manifests } = repository;
  return {
    status: 202,
    body: {
      manifestsDeleted: manifests.map((manifest) => manifest.digest),
      tagsDeleted: manifests.flatMap((manifest) => manifest.tags),
    },
  };
}

function deleteManifest(call: RegistryCall, repository: Repository, digest: string): RegistryAnswer {
  if ([repository, image(repository, digest)].some(({ attributes }) => isLocked(attributes))) throw locked();
  const keepEmpty = call.context.settings.switches.emptyRepositories === 'stay';
  call.context.state.put(withoutManifest(call.registry, repository.name, digest, keepEmpty));
  return { status: 202 };
}
