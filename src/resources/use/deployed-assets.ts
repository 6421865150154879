import { childId } from '../../azure/arm-id';
import type { Arm } from '../../azure/arm';
import { allDeployments } from '../listing/deployments';
import { objectAt, textAt } from '../json';
import type { Workspace } from '../workspace';

/** An asset that a deployment names, and by which kind its short form (`azureml:name:version`) is to be read. */
interface Reference {
  kind: 'models' | 'environments' | 'codes' | 'components';
  value: unknown;
}

/**
 * For each version of an asset that is deployed (its ARM id in lower case) the ids of the deployments that run it,
 * online and batch: their model, environment, scoring code, or the component of a pipeline.
 */
export async function deployedAssets(arm: Arm, workspace: Workspace): Promise<Map<string, string[]>> {
  const users = new Map<string, string[]>();
  for await (const { id, body } of allDeployments(arm, workspace)) {
    for (const reference of referencesOf(objectAt(body, 'properties'))) {
      const asset = assetId(reference, workspace.id);
      if (asset) users.set(asset, [...(users.get(asset) ?? []), id]);
    }
  }
  return users;
}

function referencesOf(properties: Record<string, unknown>): Reference[] {
  return [
    { kind: 'models', value: properties.model },
    { kind: 'environments', value: properties.environmentId },
    { kind: 'codes', value: objectAt(properties, 'codeConfiguration').codeId },
    { kind: 'components', value: objectAt(properties, 'deploymentConfiguration').componentId },
  ];
}

/** An asset is named as an ARM id, as `azureml:name:version`, or (in batch deployments) as an object with `assetId`. */
export function assetId({ kind, value }: Reference, workspaceId: string): string | undefined {
  const text = typeof value === 'string' ? value : textAt(value, 'assetId');
  if (!text) return undefined;
  const short = /^(?:azureml:)?([^/:]+):([^/:]+)$/.exec(text);
  if (!short?.[1] || !short[2]) return text.replace(/^azureml:(?=\/[^/])/, '').toLowerCase();
  return childId(childId(workspaceId, kind, short[1]), 'versions', short[2]).toLowerCase();
}
