import { asObject, asString } from '../json';
import type { Json, JsonObject } from '../json';
import type { ResourceRecord } from '../records';

/** What may be done with a repository or manifest; everything unless told. */
export interface Attributes {
  deleteEnabled: boolean;
  writeEnabled: boolean;
  readEnabled: boolean;
  listEnabled: boolean;
}

/** An image of a repository. */
export interface Manifest {
  digest: string;
  tags: string[];
  size: number;
  /** ISO time. */
  createdOn: string;
  attributes: Attributes;
}

/** A repository of a registry, as `body.repositories` of its record has it. */
export interface Repository {
  name: string;
  manifests: Manifest[];
  attributes: Attributes;
}

/** The repositories of a registry's record, in the order of their names. */
export function repositoriesOf(record: ResourceRecord): Repository[] {
  const found = listOf(record.body.repositories).map((entry): Repository => {
    const repository = asObject(entry);
    return {
      name: asString(repository.name) ?? '',
      attributes: attributesOf(repository),
      manifests: listOf(repository.manifests).map((manifest) => manifestOf(asObject(manifest), record)),
    };
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function manifestOf(manifest: JsonObject, record: ResourceRecord): Manifest {
  return {
    digest: asString(manifest.digest) ?? '',
    tags: listOf(manifest.tags).flatMap((tag) => asString(tag) ?? []),
    size: Number(manifest.size ?? 0),
    createdOn: asString(manifest.createdOn) ?? record.createdAt,
    attributes: attributesOf(manifest),
  };
}

function attributesOf(of: JsonObject): Attributes {
  const changeable = asObject(of.changeableAttributes);
  return {
    deleteEnabled: changeable.deleteEnabled !== false,
    writeEnabled: changeable.writeEnabled !== false,
    readEnabled: changeable.readEnabled !== false,
    listEnabled: changeable.listEnabled !== false,
  };
}

/** Whether a deletion is forbidden: both marks forbid it (Azure docs: image lock). */
export function isLocked({ deleteEnabled, writeEnabled }: Attributes): boolean {
  return !deleteEnabled || !writeEnabled;
}

/** The record without a repository. */
export function withoutRepository(record: ResourceRecord, name: string): ResourceRecord {
  const repositories = listOf(record.body.repositories).filter((entry) => asObject(entry).name !== name);
  return { ...record, body: { ...record.body, repositories } };
}

/**
 * The record without a manifest. A repository that lost its last manifest stays when `keepEmpty`: users saw both
 * (Azure/acr#421 and #631).
 */
export function withoutManifest(
  record: ResourceRecord,
  repository: string,
  digest: string,
  keepEmpty: boolean,
): ResourceRecord {
  const repositories = listOf(record.body.repositories).flatMap((entry) => {
    const known = asObject(entry);
    if (known.name !== repository) return [entry];
    const manifests = listOf(known.manifests).filter((manifest) => asObject(manifest).digest !== digest);
    return manifests.length > 0 || keepEmpty ? [{ ...known, manifests }] : [];
  });
  return { ...record, body: { ...record.body, repositories } };
}
