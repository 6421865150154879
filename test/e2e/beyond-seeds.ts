import { subscription } from './harness';

/** ARM id of a seeded resource in the resource group of the tests. */
export function resourceId(type: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/ml/providers/${type}/${name}`;
}

/** ARM id of a seeded workspace, or of something in it. */
export const workspacePath = (path: string) => resourceId('Microsoft.MachineLearningServices/workspaces', path);

const noor = { key: 'noor', displayName: 'Noor Haddad', upn: 'noor@fabrikam.example' };
const limits = { size: 10_000, perSecond: 2_000 };
const common = { people: [noor], throttling: { reads: limits, writes: limits, deletes: limits } };

/** A workspace with an account of its own. */
const empty = (name: string, more: object = {}) => ({
  name,
  storageAccount: `${name}store`,
  createdBy: 'noor',
  ...more,
});

/** A workspace with one of several things, all of one person. The service only archives data assets. */
const filled = (name: string, more: object = {}) =>
  empty(name, {
    jobs: [{ name: `${name}-job`, createdBy: 'noor', files: { 'logs/log.txt': `log of ${name}\n` } }],
    models: [{ name: `${name}-model`, versions: [{ version: '1', createdBy: 'noor', files: { 'm.bin': name } }] }],
    data: [{ name: `${name}-data`, versions: [{ version: '1', createdBy: 'noor', files: { 'd.csv': name } }] }],
    ...more,
  });

/** A subscription that nobody may list, with a vault that a workspace elsewhere uses. */
const hidden = '5ab50000-0000-4000-8000-00000000dead';

/** Workspaces alone, and with dependents that are shared, locked, protected, held, or hold more than Azure ML's. */
export const dependents = {
  ...common,
  workspaces: [
    filled('solo', { containerRegistry: 'soloacr', computes: [{ name: 'ci-solo', owner: 'noor' }] }),
    // A purge-protected vault, and telemetry that another workspace uses too.
    empty('borrower', { keyVault: 'guarded-kv', applicationInsights: 'common-ai' }),
    empty('lender', { keyVault: 'common-kv', applicationInsights: 'common-ai' }),
    // An account that another workspace keeps data in, and a vault in a subscription that can't be listed.
    empty('host', { keyVault: 'far-kv' }),
    empty('guest', { datastores: [{ name: 'abroad', account: 'hoststore', container: 'guests' }] }),
    // A lock on the vault, a legal hold in the account.
    empty('bound'),
    empty('frozen'),
    empty('cluttered', { keyVault: 'common-kv', containerRegistry: 'clutteredacr' }),
    empty('accepted', { containerRegistry: 'acceptedacr' }),
  ],
  storageAccounts: [{ name: 'boundstore', heldContainers: [{ container: 'azureml', kind: 'legalHold' }] }],
  keyVaults: [
    { name: 'guarded-kv', purgeProtection: true, softDeleteRetentionInDays: 30 },
    { name: 'far-kv', subscriptionId: hidden, resourceGroup: 'vaults' },
  ],
  forbiddenSubscriptions: [hidden],
  registries: ['cluttered', 'accepted'].map((name) => ({
    name: `${name}acr`,
    repositories: [{ name: 'azureml/azureml_0123456789abcdef0123456789abcdef' }, { name: 'web-shop' }],
  })),
  locks: [
    { scope: resourceId('Microsoft.KeyVault/vaults', 'bound-kv'), name: 'keep-secrets', level: 'CanNotDelete' },
    { scope: workspacePath('frozen'), name: 'keep-workspace', level: 'CanNotDelete' },
  ],
  blobs: ['cluttered', 'accepted'].map((name) => ({
    ...{ account: `${name}store`, container: 'invoices', path: '2026/1.pdf', content: 'a bill' },
  })),
};

/** Hubs of which one project, the hub alone, or all is asked, and workspaces in which something stays. */
export const families = {
  ...common,
  workspaces: [
    empty('hub', { kind: 'Hub', containerRegistry: 'hubacr' }),
    { ...filled('asked', { kind: 'Project', hub: 'hub' }), storageAccount: undefined },
    { ...filled('other', { kind: 'Project', hub: 'hub' }), storageAccount: undefined },
    empty('roof', { kind: 'Hub' }),
    { ...empty('tenant', { kind: 'Project', hub: 'roof' }), storageAccount: undefined },
    filled('house', { kind: 'Hub' }),
    { ...filled('room', { kind: 'Project', hub: 'house' }), storageAccount: undefined },
    filled('growing'),
    filled('excluded'),
  ],
};

/** One workspace, with the service's behaviour as the switches say. */
export function lonely(switches: object = {}) {
  return { ...common, switches, workspaces: [filled('solo', { containerRegistry: 'soloacr' })] };
}
