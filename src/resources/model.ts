import { bytesOfAsset } from './ownership/asset-bytes';
import { factsOf, walkAssets, type AssetEntry } from './listing/asset-walk';
import { deleteRecord } from './erasing/delete-record';
import { deployedAssets } from './use/deployed-assets';
import { objectAt, textAt } from './json';
import type { EraseContext, Found, ListContext, ResourceType, Step } from './resource-type';

/** Registered models: every version with its bytes, and the name itself once no version is left. */
export const model: ResourceType = {
  name: 'model',
  title: 'Models',
  summary: 'Model versions with the bytes behind `modelUri`, and the model itself once no version is left.',
  namesPeopleBy: 'display name',
  bytes: 'What `modelUri` names, as a file and as a folder.',
  recordMayTakeBytes: true,
  erasure: 'delete',
  residue: ['Azure ML goes on counting versions from where a deleted model stopped.'],
  permissions: { read: ['models/read', 'models/versions/read'], erase: ['models/delete', 'models/versions/delete'] },

  async list(context, next) {
    const page = await walkAssets(context, 'models', next);
    const found = page.entries.map((entry) => describe(context, entry));
    if (!found.some((item) => context.selects(item))) return { found, next: page.next };
    const deployed = await deployedAssets(context.arm, context.workspace);
    return {
      found: found.map((item) => {
        const usedBy = deployed.get(item.id.toLowerCase());
        return usedBy ? { ...item, usedBy } : item;
      }),
      next: page.next,
    };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body };
  },

  inUse: async (arm, workspace) => new Set((await deployedAssets(arm, workspace)).keys()),

  erase: (context, target) =>
    target.detail?.kind === 'container' ? eraseContainer(context, target) : deleteRecord(context, target),
};

function describe(context: ListContext, entry: AssetEntry): Found {
  const properties = objectAt(entry.body, 'properties');
  const common = factsOf(entry);
  if (!entry.version) {
    return { ...common, name: entry.container, ranges: [], rank: 1, detail: { kind: 'container' } };
  }
  const bytes = bytesOfAsset(context.workspace, textAt(properties, 'modelUri'), 'either');
  const job = textAt(properties, 'jobName');
  return {
    ...common,
    name: `${entry.container}:${entry.version}`,
    ...bytes,
    madeBy: [...(bytes.madeBy ?? []), ...(job ? [job] : [])],
  };
}

async function eraseContainer(
  context: EraseContext,
  target: { id: string; name: string; inUseAccepted: boolean },
): Promise<Step> {
  if (!context.intended && (await context.reader.get(target.id))) {
    for await (const _version of context.reader.list(`${target.id}/versions?listViewType=All`)) {
      return { state: 'done', outcome: 'shared_skipped', reason: 'versions_remain' };
    }
  }
  return deleteRecord({ ...context, touched: true }, target);
}
