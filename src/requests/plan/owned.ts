import type { ByteRange } from '../../storage/uri';
import type { Sharer } from './plan';

/** What sharing needs to know of a planned item. */
export interface Owned {
  ref: string;
  /** Resource type. */
  type: string;
  id: string;
  ranges: readonly ByteRange[];
  common?: boolean;
}

/** Notes that somebody outside the plan owns bytes of an item. */
export type Note = (item: Owned, sharer: Sharer) => void;
