/** A path of Resource Manager, taken apart. Types and names alternate below the provider. */
export interface ArmPath {
  subscriptionId: string;
  resourceGroup?: string;
  /** Resource provider, e.g. `Microsoft.MachineLearningServices`. */
  namespace?: string;
  types: string[];
  names: string[];
  /** What is left of paths that name no provider, e.g. `resources`. */
  rest: string[];
  /** The path before the last `providers`: the scope of an extension resource such as a lock. */
  scope: string;
}

/** Takes a path apart; undefined when it is not one of Resource Manager. Escapes are decoded per segment. */
export function parseArmPath(path: string): ArmPath | undefined {
  let segments: string[];
  try {
    segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const is = (index: number, word: string): boolean => segments[index]?.toLowerCase() === word;
  const [, subscriptionId] = segments;
  if (!is(0, 'subscriptions') || subscriptionId === undefined) return undefined;
  let at = 2;
  let resourceGroup: string | undefined;
  if (is(at, 'resourcegroups') && segments[at + 1] !== undefined) {
    resourceGroup = segments[at + 1];
    at += 2;
  }
  const last = segments.map((segment) => segment.toLowerCase()).lastIndexOf('providers');
  const scope = `/${segments.slice(0, last < 0 ? at : last).join('/')}`;
  if (last < 0) return { subscriptionId, resourceGroup, types: [], names: [], rest: segments.slice(at), scope };
  const below = segments.slice(last + 2);
  return {
    subscriptionId,
    resourceGroup,
    namespace: segments[last + 1],
    types: below.filter((_, index) => index % 2 === 0),
    names: below.filter((_, index) => index % 2 === 1),
    rest: [],
    scope,
  };
}
