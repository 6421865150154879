import type { ResourceType } from '../resource-type';

/** What all types have in common whose things are bytes without a record. */
export const bytesOnly = {
  recordMayTakeBytes: false,
  erasure: 'bytes only',

  async *records() {
    // Nothing but bytes stands for them.
  },

  // The bytes are all there is; they are erased and proven absent before this is asked.
  erase: (context) => Promise.resolve({ state: 'done', outcome: context.intended ? 'deleted' : 'already_absent' }),
} satisfies Partial<ResourceType>;
