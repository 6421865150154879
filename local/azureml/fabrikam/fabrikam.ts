import { accountScope } from '../seed/defaults';
import type { SeedFile } from '../seed/seed-file';
import type { SeedAccount } from '../seed/seed-storage';
import { FABRIKAM_PEOPLE } from './people';
import { groupId, GROUPS, image, PARTNER_SUBSCRIPTION } from './places';
import { hubAndProjects } from './projects';
import { FABRIKAM_CONTAINERS, fabrikamBlobs, fabrikamShares } from './storage';
import { troubledWorkspaces } from './workspaces';

const ACCOUNTS: SeedAccount[] = [
  {
    ...{ name: 'fabhub', resourceGroup: GROUPS.hub },
    heldContainers: [{ container: 'legal-archive', kind: 'legalHold' }],
  },
  { name: 'fablegacy', resourceGroup: GROUPS.legacy },
  { name: 'fablake', resourceGroup: GROUPS.legacy, isHnsEnabled: true },
  { name: 'fabfrozen', resourceGroup: GROUPS.frozen },
  { name: 'fabclosed', resourceGroup: GROUPS.closed },
  { name: 'fabpartner', subscriptionId: PARTNER_SUBSCRIPTION, resourceGroup: GROUPS.partner },
];

/** Where a request meets everything that stands in its way: sharing, locks, holds, refusals, the unknown. */
export function fabrikam(): SeedFile {
  const legacy = ACCOUNTS.filter(({ name }) => name === 'fablegacy').map(accountScope);
  return {
    description: 'Fabrikam: what stands in the way of a request. Written by make-seeds; edit that, not this file.',
    people: FABRIKAM_PEOPLE,
    switches: {
      ...{ assetDelete: '405', dataDelete: '405', experimentDelete: '200', emptyRepositories: 'vanish' },
      ...{ lostDeletes: ['legacy-2'], operationSeconds: 0.5, cancelSeconds: 1, lateBlobOnCancel: true },
    },
    storageAccounts: ACCOUNTS,
    keyVaults: [
      { name: 'fab-hub-kv', resourceGroup: GROUPS.hub, purgeProtection: true },
      { name: 'fab-legacy-kv', resourceGroup: GROUPS.legacy, purgeProtection: true, softDeleteRetentionInDays: 30 },
    ],
    registries: [
      {
        ...{ name: 'fabregistry', resourceGroup: GROUPS.hub },
        // Images of Azure ML, one of which nothing names, and one that another team keeps here.
        repositories: [...['a', 'b', 'c'].map((digit) => ({ name: repositoryOf(digit) })), { name: 'web/shop' }],
      },
    ],
    forbiddenSubscriptions: [PARTNER_SUBSCRIPTION],
    locks: [
      { scope: groupId('frozen'), name: 'audit-hold', level: 'CanNotDelete' },
      ...legacy.map((scope) => ({ scope, name: 'no-delete', level: 'CanNotDelete' as const })),
    ],
    workspaces: [...hubAndProjects(), ...troubledWorkspaces()],
    blobs: fabrikamBlobs(),
    containers: FABRIKAM_CONTAINERS,
    shares: fabrikamShares(),
  };
}

/** Without the address of the registry. */
const repositoryOf = (digit: string) => image(digit).slice(image(digit).indexOf('/') + 1);
