/** What a property of a resource type must be, and why. Without values it must be absent. */
export interface Demand {
  type: string;
  path: string[];
  values: readonly (string | number | boolean)[];
  why: string;
  /** Whether an absent property is as good as one of the values, because Azure then takes one. */
  absent?: boolean;
  /** The least and the most that a number may be, in place of `values`; an absent one is fine. */
  between?: readonly [least: number, most: number];
}
