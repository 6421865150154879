import type { Place } from '../bicep/model';
import type { Value } from './value';

/** A resource that a deployment would make, or that exists and is referred to. */
export interface PlannedResource {
  symbol: string;
  type: string;
  version: string;
  existing: boolean;
  /** False where its condition doesn't hold. */
  planned: boolean;
  /** Its whole name, with those of its parents: `account/default/container`. */
  name: string;
  id: string;
  /** Id of what it lies in or extends: a resource, a group, a subscription. */
  scope: string;
  /** The object after `=`, evaluated. */
  body: Value;
  at: Place;
}

/** What a deployment with certain parameters comes to. */
export interface Plan {
  /** The parameters, in words. */
  scenario: string;
  /** The parameters that were given, as plain JSON by name. */
  parameters: Readonly<Record<string, unknown>>;
  resources: PlannedResource[];
  outputs: Map<string, Value>;
  faults: { at: Place; message: string }[];
}
