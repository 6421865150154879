import type { ByteRange } from '../../storage/uri';
import type { Found } from '../resource-type';

/** Repository of an image that Azure ML built: named by the hash of its definition (Azure ML docs: environments). */
const built = /^azureml\/azureml_[0-9a-f]{32}$/;

/** Whether a repository of a registry holds an image that Azure ML built for an environment. */
export function isBuiltImage(repository: string): boolean {
  return built.test(repository);
}

const mention = /azureml\/azureml_[0-9a-f]{32}(?![0-9a-z])/gi;
/** What stands before it, back to a blank, quote or other separator. */
const before = /[\w.:@%/-]*$/;
/** Host names have at most 253 characters (RFC 1035). */
const longestPlace = 300;
/** Login server of a registry, in the clouds that have some (Azure docs: registry endpoints). */
const loginServer = /^([a-z0-9-]+)\.azurecr\.(?:io|cn|us|de)\/$/i;

/** The images that a record names. */
export interface NamedImages {
  /** Repositories by registry (first label of its login server). */
  images: { registry: string; repository: string }[];
  /** Mentions of images elsewhere, which are nothing of Azure ML's building in a registry that could be asked. */
  elsewhere: string[];
}

/**
 * Every image that Azure ML built and that a record names, whatever member it stands in. Without a login server it is
 * in `registry`, the workspace's own.
 */
export function namedImages(record: unknown, registry: string | undefined): NamedImages {
  const images = new Map<string, NamedImages['images'][number]>();
  const elsewhere = new Set<string>();
  for (const text of textsIn(record)) {
    for (const { 0: name, index } of text.matchAll(mention)) {
      const repository = name.toLowerCase();
      const prefix = before.exec(text.slice(Math.max(0, index - longestPlace), index))?.[0] ?? '';
      const place = prefix.replace(/^(?:docker|https):\/\//i, '');
      const host = place === '' ? registry : loginServer.exec(place)?.[1]?.toLowerCase();
      if (host) images.set(`${host}/${repository}`, { registry: host, repository });
      else elsewhere.add(prefix + name);
    }
  }
  return { images: [...images.values()], elsewhere: [...elsewhere] };
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) yield* textsIn(inner);
}

/** Where an image lies: all of its repository. */
export function imageRange(registry: string, repository: string): ByteRange {
  return { store: 'image', account: registry, container: repository, path: '', kind: 'prefix' };
}

/** The images of a record as bytes of an item: those in the workspace's own registry are in scope, others aren't. */
export function imagesOf(record: unknown, registry: string | undefined): Pick<Found, 'ranges' | 'elsewhere'> {
  const { images, elsewhere } = namedImages(record, registry);
  const outside = [
    ...images.filter((image) => image.registry !== registry).map((image) => `${image.registry}/${image.repository}`),
    ...elsewhere,
  ];
  return {
    ranges: images
      .filter((image) => image.registry === registry)
      .map((image) => imageRange(image.registry, image.repository)),
    ...(outside.length > 0 ? { elsewhere: outside.map((uri) => ({ uri, reason: 'other_registry' })) } : {}),
  };
}
