import type { EmulatorContext } from '../../context';
import type { JsonObject } from '../../json';
import type { ResourceRecord } from '../../records';
import type { ArmCall, ArmResponse } from '../arm-type';

/** A resource type right below a resource group: what differs from the general rules of Resource Manager. */
export interface TopLevelType {
  /** As Resource Manager spells it, e.g. `Microsoft.KeyVault/vaults`. */
  armType: string;
  /** Type of its records in the state. */
  records: string;
  /** What a GET shows besides `id`, `name` and `type`. */
  view: (record: ResourceRecord, call: ArmCall) => JsonObject;
  /** How DELETE goes: at once or as a long-running operation. */
  deletion: 'sync' | 'operation';
  /** Headers of its long-running operations when the seed says `mixed`. */
  operationHeaders?: 'location' | 'asyncOperation' | 'both';
  /** Throws the refusal of a GET of it, or of anything below it. */
  refuseRead?: (record: ResourceRecord, call: ArmCall) => void;
  /** Throws the refusal of a DELETE. */
  refuseDelete?: (record: ResourceRecord, call: ArmCall) => void;
  /** Answers a DELETE instead of the general rule, or returns undefined to go on. */
  answerDelete?: (record: ResourceRecord | undefined, call: ArmCall) => ArmResponse | undefined;
  /** True when this DELETE asks for the end without a way back; types that keep nothing need no such distinction. */
  isPermanent?: (call: ArmCall) => boolean;
  /** Carries the deletion out, with all that goes along. */
  remove: (record: ResourceRecord, context: EmulatorContext, permanently: boolean) => Promise<void> | void;
  /** Answers calls below the resource: its parts and actions. */
  below?: (record: ResourceRecord, call: ArmCall) => ArmResponse | Promise<ArmResponse>;
}
