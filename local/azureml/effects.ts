import { finishVaultPurge } from './arm/beyond/key-vault';
import { topLevelTypeOf } from './arm/beyond/registry';
import { finishRowPurge } from './arm/beyond/row-purge';
import { carryOutDelete } from './arm/child-resources';
import { finishCancel } from './arm/jobs';
import { findType } from './arm/registry';
import { removeWorkspace } from './arm/workspace-removal';
import type { EmulatorContext } from './context';
import { asObject } from './json';
import type { Operation } from './operations';
import { keyOf } from './records';
import type { ResourceRecord } from './records';
import { finishExperimentDelete } from './run-history/experiments';

/** Deletions of what is no resource of Resource Manager with rules of its own, by type of record. */
const OWN_ENDS: Record<string, (record: ResourceRecord, context: EmulatorContext) => void> = {
  deletedVaults: finishVaultPurge,
  experiments: finishExperimentDelete,
  rowPurges: finishRowPurge,
  softDeletedWorkspaces: (record, context) => removeWorkspace(record, context, true),
};

/** Carries out a long-running operation whose time has come. */
export async function carryOut(operation: Operation, context: EmulatorContext): Promise<void> {
  const { type, scope, parent, name } = operation.target;
  const record = context.state.get(type, scope, parent, name);
  if (record === undefined) return;
  if (operation.kind === 'cancel') return finishCancel(record, context);
  if (operation.kind === 'delete' || operation.kind === 'purge') {
    const note = `lost:${keyOf(record)}`;
    const lost = context.settings.switches.lostDeletes.includes(name) && context.state.note(note) === undefined;
    // A deletion that is reported as done and did not happen: the client must not believe it.
    if (lost) return context.state.setNote(note, true);
    return deleteRecord(record, context, operation.kind === 'purge');
  }
  const properties = { ...asObject(record.body.properties), provisioningState: 'Succeeded' };
  context.state.put({ ...record, body: { ...record.body, properties } });
}

async function deleteRecord(record: ResourceRecord, context: EmulatorContext, permanently: boolean): Promise<void> {
  const own = OWN_ENDS[record.type];
  if (own !== undefined) return own(record, context);
  const topLevel = topLevelTypeOf(record.type);
  if (topLevel !== undefined) return topLevel.remove(record, context, permanently);
  const type = findType(record.type);
  if (type === undefined) throw new Error(`The emulator cannot delete records of type ${record.type}.`);
  return carryOutDelete(type, record, context);
}
