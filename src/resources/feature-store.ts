import type { AssetErasure } from './erasing/asset-record';

/** The first generally available version that knows feature stores; the SDK's own doesn't (Azure ML REST reference). */
export const featureApiVersion = '2023-10-01';

/** Archiving in a feature store sets the stage as well (Microsoft's Python SDK). */
export const featureErasure: AssetErasure = {
  apiVersion: featureApiVersion,
  archiveAt: [400, 405, 409],
  archived: { stage: 'Archived' },
};
