import { ArmError, userError } from '../arm-error';
import type { EmulatorContext } from '../context';
import { asObject } from '../json';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import type { ArmCall, ArmType } from './arm-type';
import { byListView, isArchived, matchesListView } from './list-view';

/** Members of an asset that a PUT may change after it was made (Azure docs: manage models). */
const MUTABLE = ['description', 'tags', 'isArchived', 'stage'];

/** A PUT of an asset: new ones as sent; of existing ones only description, tags and the archived mark change. */
export function putAsset(existing: ResourceRecord | undefined, call: ArmCall): JsonObject {
  const sent = asObject(call.body.properties);
  if (existing === undefined) return { properties: { isArchived: false, isAnonymous: false, ...sent } };
  const kept = asObject(existing.body.properties);
  for (const [name, value] of Object.entries(sent)) {
    if (MUTABLE.includes(name)) continue;
    if (JSON.stringify(value) === JSON.stringify(kept[name]) || isEmpty(value)) continue;
    throw userError(
      `The member ${name} of an asset is immutable.`,
      'Only description and tags of an asset are mutable.',
    );
  }
  const changes = Object.fromEntries(
    MUTABLE.filter((name) => sent[name] !== undefined).map((name) => [name, sent[name]]),
  );
  return { ...existing.body, properties: { ...kept, ...changes } };
}

// The SDK sends its own defaults along, such as isAnonymous: false.
function isEmpty(value: unknown): boolean {
  return value === null || value === false || JSON.stringify(value) === '{}';
}

/** For assets that some versions of the service archive instead of deleting. */
export const refuseAssetDelete: ArmType['refuseDelete'] = (_record, call) => {
  if (call.context.settings.switches.assetDelete === '200') return;
  throw new ArmError(405, 'MethodNotAllowed', 'Deleting this asset is not supported. Archive it instead.', {
    fact: 'UNCONFIRMED: the command line archives these assets instead of deleting them (azure-cli#21957).',
  });
};

function versionsOf(record: ResourceRecord, context: EmulatorContext): readonly ResourceRecord[] {
  return context.state.list(`${record.type}/versions`, record.scope, record.name);
}

/** The container of an asset: deleting it takes its versions along. */
export function containerType(path: string, rules: Partial<ArmType> = {}): ArmType {
  return { path, lists: byListView, deletion: 'sync', deletedWith: versionsOf, put: putAsset, ...rules };
}

/** The versions of an asset: archived when they or their container are. */
export function versionType(path: string, rules: Partial<ArmType> = {}): ArmType {
  const container = path.split('/')[0] ?? '';
  const lists = (record: ResourceRecord, call: ArmCall): boolean => {
    const parent = call.context.state.get(container, record.scope, undefined, record.parent ?? '');
    return matchesListView(isArchived(record) || (parent !== undefined && isArchived(parent)), call);
  };
  const writtenWith = (record: ResourceRecord, call: ArmCall): ResourceRecord[] => {
    const { scope, parent = '', createdAt, body } = record;
    if (call.context.state.get(container, scope, undefined, parent) !== undefined) return [];
    const own = { properties: { isArchived: false, latestVersion: record.name }, systemData: body.systemData };
    return [{ type: container, scope, name: parent, createdAt, body: own }];
  };
  return { path, lists, deletion: 'sync', put: putAsset, writtenWith, ...rules };
}
