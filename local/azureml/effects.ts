import { carryOutDelete } from './arm/child-resources';
import { finishCancel } from './arm/jobs';
import { findType } from './arm/registry';
import type { EmulatorContext } from './context';
import { asObject } from './json';
import type { Operation } from './operations';
import { keyOf } from './records';

/** Carries out a long-running operation whose time has come. */
export async function carryOut(operation: Operation, context: EmulatorContext): Promise<void> {
  const { type, scope, parent, name } = operation.target;
  const record = context.state.get(type, scope, parent, name);
  const armType = findType(type);
  if (record === undefined || armType === undefined) return;
  if (operation.kind === 'cancel') return finishCancel(record, context);
  if (operation.kind === 'delete') {
    const note = `lost:${keyOf(record)}`;
    const lost = context.settings.switches.lostDeletes.includes(name) && context.state.note(note) === undefined;
    // A deletion that is reported as done and did not happen: the client must not believe it.
    if (lost) return context.state.setNote(note, true);
    return carryOutDelete(armType, record, context);
  }
  const properties = { ...asObject(record.body.properties), provisioningState: 'Succeeded' };
  context.state.put({ ...record, body: { ...record.body, properties } });
}
