import { childId } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { Trail } from '../../azure/trail';
import { allDeployments } from '../listing/deployments';
import { flatPage } from '../listing/flat-resource';
import type { Gap } from '../gap';
import { objectAt, textAt } from '../json';
import { serverlessKind } from '../serverless-endpoint';
import type { Workspace } from '../workspace';
import { lineageUnknown } from './read-lineage';
import { modelReference } from './references';

/**
 * Which deployments serve a model: ids of online and batch deployments and of serverless endpoints by the ARM id, in
 * lower case, of a version, or of the model's name where they name it by a label. A workspace that doesn't tell is told
 * to `missing`.
 */
export async function deployedModels(
  arm: Arm,
  workspaces: readonly Workspace[],
  missing: (gap: Gap) => void,
): Promise<Map<string, string[]>> {
  const serving = new Map<string, string[]>();
  for (const workspace of workspaces) {
    try {
      for await (const { id, model } of named(arm, workspace)) {
        const asset = modelReference(model, workspace.id);
        if (asset) serving.set(asset, [...(serving.get(asset) ?? []), id]);
      }
    } catch (thrown) {
      missing(lineageUnknown(workspace.id, 'deployments', thrown));
    }
  }
  return serving;
}

/** The deployments that serve a version, by its own id or by a label of its name; in order. */
export function deploymentsOf(versionId: string, serving: ReadonlyMap<string, readonly string[]>): string[] {
  const id = versionId.toLowerCase();
  const name = id.replace(/\/versions\/[^/]+$/, '');
  return [...new Set([...(serving.get(id) ?? []), ...(serving.get(name) ?? [])])].sort();
}

async function* named(arm: Arm, workspace: Workspace): AsyncGenerator<{ id: string; model: unknown }> {
  for await (const { id, body } of allDeployments(arm, workspace)) {
    yield { id, model: objectAt(body, 'properties').model };
  }
  let next: string | undefined;
  const trail = new Trail();
  do {
    const page = await flatPage({ arm, workspace }, serverlessKind, next);
    for (const body of page.value) {
      const id = childId(workspace.id, serverlessKind.path, textAt(body, 'name') ?? '');
      yield { id, model: objectAt(objectAt(body, 'properties'), 'modelSettings').modelId };
    }
    next = trail.follow(page.next);
  } while (next !== undefined);
}
