import { z } from 'zod';

const price = z.number().min(0).max(1_000_000);

/** Prices in one currency. One that is missing leaves its row without a sum, which is said. */
export const pricesSchema = z.strictObject({
  currency: z.string().max(10),
  functionsGbSecond: price.optional(),
  functionsMillionExecutions: price.optional(),
  schedulerMillionActions: price.optional(),
  blobTenThousandWrites: price.optional(),
  blobTenThousandLists: price.optional(),
  blobTenThousandReads: price.optional(),
  queueTenThousand: price.optional(),
  tableTenThousand: price.optional(),
});

/** Prices in one currency. */
export type Prices = z.infer<typeof pricesSchema>;

/**
 * An example, to show the arithmetic: not an offer, and not looked up at Azure. Gigabyte-seconds on demand are what a guide
 * of May 2025 says of East US; the others are of the size that was usual there. No public price of the scheduler was found.
 */
export const examplePrices: Prices = {
  currency: 'USD',
  functionsGbSecond: 0.000026,
  functionsMillionExecutions: 0.4,
  blobTenThousandWrites: 0.05,
  blobTenThousandLists: 0.05,
  blobTenThousandReads: 0.004,
  queueTenThousand: 0.004,
  tableTenThousand: 0.00036,
};
