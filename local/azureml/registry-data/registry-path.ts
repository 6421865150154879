/** What a call to a registry is about. */
export type RegistryTarget =
  | { kind: 'catalog' }
  | { kind: 'repository'; repository: string }
  | { kind: 'manifests'; repository: string }
  | { kind: 'manifest'; repository: string; digest: string }
  | { kind: 'tags'; repository: string }
  /** The Docker API, by which manifests are deleted. */
  | { kind: 'content'; repository: string; digest: string };

/** Takes a path below the registry apart; repositories hold slashes, escaped or not. Undefined when nothing is there. */
export function parseRegistryPath(path: string): RegistryTarget | undefined {
  let text: string;
  try {
    text = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (text === '/acr/v1/_catalog') return { kind: 'catalog' };
  const content = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(text);
  if (content?.[1] && content[2]) return { kind: 'content', repository: content[1], digest: content[2] };
  const inner = /^\/acr\/v1\/(.+)\/_(manifests|tags)(?:\/([^/]+))?$/.exec(text);
  if (inner?.[1] && inner[2] === 'manifests' && inner[3])
    return { kind: 'manifest', repository: inner[1], digest: inner[3] };
  if (inner?.[1] && !inner[3]) return { kind: inner[2] === 'tags' ? 'tags' : 'manifests', repository: inner[1] };
  const repository = /^\/acr\/v1\/([^_].*)$/.exec(text)?.[1];
  return repository && !inner ? { kind: 'repository', repository } : undefined;
}

/** The scope that a token must have for a call, as the challenge names it. */
export function scopeOf(method: string, target: RegistryTarget): string {
  if (target.kind === 'catalog') return 'registry:catalog:*';
  const action = method === 'DELETE' ? 'delete' : target.kind === 'content' ? 'pull' : 'metadata_read';
  return `repository:${target.repository}:${action}`;
}
