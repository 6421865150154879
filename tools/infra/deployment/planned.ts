import type { Place } from '../bicep/model';
import type { Cloud } from './clouds';
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
  /** Where it is declared, from the deployed file on: in each file the name of the module that leads on, then its own. */
  path: readonly Step[];
}

/** A declaration by its file and name. */
export interface Step {
  file: string;
  name: string;
}

/** A module that is deployed: Resource Manager knows it by its name in a group or subscription. */
export interface PlannedModule {
  name: string;
  scope: string;
  at: Place;
}

/** What a deployment with certain parameters comes to. */
export interface Plan {
  /** The parameters, in words. */
  scenario: string;
  cloud: Cloud;
  /** The parameters that were given, as plain JSON by name. */
  parameters: Readonly<Record<string, unknown>>;
  /** The values of all parameters, defaults too. */
  inputs: Map<string, Value>;
  resources: PlannedResource[];
  modules: PlannedModule[];
  outputs: Map<string, Value>;
  faults: { at: Place; message: string }[];
}
