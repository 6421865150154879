/** Where something stands in a file: its path below the folder of the infrastructure, and its line from 1. */
export interface Place {
  file: string;
  line: number;
}

/** A property of an object: its key (undefined where it is interpolated) and its value. */
export interface Property {
  key: Expression;
  name?: string;
  value: Expression;
  at: Place;
}

/** An expression of Bicep, with the place where it begins. */
export type Expression = { at: Place } & (
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'text'; parts: (string | Expression)[] }
  | { kind: 'name'; name: string }
  | { kind: 'object'; properties: Property[]; resources: Resource[] }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'for'; item?: string; index?: string; list: Expression; body: Expression }
  | { kind: 'if'; condition: Expression; body: Expression }
  | { kind: 'choice'; condition: Expression; yes: Expression; no: Expression }
  | { kind: 'operation'; operator: string; operands: Expression[] }
  | { kind: 'member'; of: Expression; name: string; lenient: boolean }
  | { kind: 'index'; of: Expression; index: Expression; lenient: boolean }
  | { kind: 'child'; of: Expression; name: string }
  | { kind: 'call'; name: string; on?: Expression; arguments: Expression[] }
  | { kind: 'lambda'; parameters: string[]; body: Expression }
  | { kind: 'unread'; text: string }
);

/** A decorator, for example `@description('…')`. */
export interface Decorator {
  name: string;
  arguments: Expression[];
  at: Place;
}

/** What every declaration has. */
interface Declaration {
  name: string;
  decorators: Decorator[];
  at: Place;
}

/** A parameter; one without a default must be given. */
export interface Parameter extends Declaration {
  type: string;
  default?: Expression;
}

/** A variable. */
export interface Variable extends Declaration {
  value: Expression;
}

/** An output. */
export interface Output extends Declaration {
  type: string;
  value: Expression;
}

/** A resource; `body` is the object, or the condition or loop around it. */
export interface Resource extends Declaration {
  type: string;
  version: string;
  existing: boolean;
  body: Expression;
}

/** A call of a module; `path` is as it is written. */
export interface Module extends Declaration {
  path: string;
  body: Expression;
}

/** What one file says. `faults` are its errors of syntax. */
export interface BicepFile {
  path: string;
  scope: string;
  parameters: Parameter[];
  variables: Variable[];
  resources: Resource[];
  modules: Module[];
  outputs: Output[];
  faults: { at: Place; message: string }[];
}
