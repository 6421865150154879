import { amount, count, oneOf } from '../fields';

// What is allowed: the floor that no request can loosen.

const requirement = () => oneOf(['required', 'not_required']);

/** Who has to agree, and when. */
export const approval = {
  APPROVAL_FOR_ERASE: requirement().default('required').describe('Whether an erasure needs an approval.'),
  APPROVAL_FOR_EXPORT: requirement().default('not_required').describe('Whether an export needs an approval.'),
  APPROVAL_ITEM_LIMIT: count(1e9).default(1_000).describe('Plans with more items need approval whatever is set.'),
  APPROVAL_BYTE_LIMIT: count(1e15).default(100e9).describe('Plans with more bytes need approval whatever is set.'),
  APPROVAL_EXPIRY_DAYS: amount(365, 0.001).default(14).describe('Days until an approval expires.'),
};

/** How large things may become. */
export const limits = {
  PLAN_ITEM_LIMIT: count(1e7, 1)
    .default(75_000)
    .describe(
      'Plans of more items are refused: such a request ends without touching anything, with the gap `plan_limit`. Freezing a plan takes about 15 KB of memory an item, so that the usual limit fits instances of 2 GB.',
    ),
  PACKAGE_STREAM_LIMIT_BYTES: count(1e9).default(8_000_000).describe('Larger packages are given as a link.'),
  PACKAGE_LINK_MINUTES: count(1_440, 1).default(60).describe('Minutes for which a package link works.'),
  PACKAGE_LIMIT_BYTES: count(1e14)
    .default(1e12)
    .describe("Bytes that a package may hold; items that don't fit are neither exported nor erased."),
  PACKAGE_LIMIT_FILES: count(1e8).default(1_000_000).describe('The same for the number of its files.'),
};
