/**
 * What an object may hold. The type of a property is a text: `string`, `bool`, `int`, `any`, the name of a shape,
 * alternatives (`Allow | Deny`), or a list of one of them (`Rule[]`).
 */
export interface Shape {
  properties?: Record<string, string>;
  required?: string[];
  /** Properties that Azure sets and no template may. */
  readOnly?: string[];
  /** Type of properties that aren't named, for example of tags. */
  others?: string;
  /** Limits of texts and numbers: `minLength: 3, maxLength: 24, pattern: ^[a-z0-9]+$`. */
  limits?: Record<string, string>;
  /** Where the shape depends on a property's value: that property, and the shape by its value. */
  discriminator?: string;
  variants?: Record<string, string>;
}

/** What is known of one resource type at the one version that the folder uses. */
export interface Schema {
  type: string;
  version: string;
  /** Where this was taken from. */
  source: string;
  /** Name of the shape of the resource itself. */
  shape: string;
  shapes: Record<string, Shape>;
}

/** Schemas by resource type. */
export type Schemas = ReadonlyMap<string, Schema>;
