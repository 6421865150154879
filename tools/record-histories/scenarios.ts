import type { PeopleAtWork } from './people-at-work';

/** One whole request as it is recorded, and what people do while it runs. */
export interface Scenario {
  /** Name of its file, and id of its request. */
  name: string;
  request: { action: 'export' | 'erase' | 'export_and_erase'; workspace: string; resourceTypes?: string[] };
  /** What happens until the request has ended. */
  play(api: PeopleAtWork, id: string): Promise<void>;
}

const approve = (api: PeopleAtWork, id: string) => api.approve(id);

/**
 * The ways through the orchestrators of which histories are kept. Together they reach every orchestrator and activity,
 * and nothing is recorded if they don't.
 */
export const scenarios: Scenario[] = [
  { name: 'export', request: { action: 'export', workspace: 'plain' }, play: () => Promise.resolve() },
  {
    name: 'rejected',
    request: { action: 'erase', workspace: 'plain', resourceTypes: ['job'] },
    play: (api, id) => api.reject(id),
  },
  {
    name: 'cancelled',
    request: { action: 'erase', workspace: 'slow', resourceTypes: ['job'] },
    async play(api, id) {
      await api.approve(id);
      await api.until(id, 'erasing');
      await api.cancel(id);
    },
  },
  // One deletion is lost the first time, so that there is a second round.
  { name: 'several-shards', request: { action: 'export_and_erase', workspace: 'large' }, play: approve },
  // Its blobs can be restored for a while: it is followed up.
  { name: 'erase', request: { action: 'erase', workspace: 'restorable' }, play: approve },
];

const files = (name: string) => ({ 'logs/user_logs/std_log.txt': `log of ${name}\n`, 'outputs/metrics.json': '{}' });

function workspace(name: string, jobs: readonly string[]) {
  return {
    ...{ name, resourceGroup: 'ml', storageAccount: `${name}store`, createdBy: 'ben' },
    jobs: [
      ...jobs.map((job) => ({ name: job, experiment: 'ranking', createdBy: 'zelda', files: files(job) })),
      { name: `${name}-ben`, experiment: 'ranking', createdBy: 'ben', files: files('ben') },
    ],
    models: [
      { name: `${name}-model`, versions: [{ version: '1', createdBy: 'zelda', job: jobs[0] ?? '', path: 'outputs' }] },
    ],
  };
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at + 1}`);

/** The made-up person of the scenarios, by whom requests name her. */
export const subject = {
  identities: [
    { type: 'object_id', value: '2e1da000-0000-4000-8000-000000000001' },
    { type: 'upn', value: 'zelda@example.org' },
    { type: 'display_name', value: 'Zelda Quux' },
  ],
};

/** What the emulator holds. The person's jobs carry words that nothing else has. */
export const seed = {
  people: [
    {
      ...{ key: 'zelda', displayName: 'Zelda Quux', objectId: '2e1da000-0000-4000-8000-000000000001' },
      ...{ upn: 'zelda@example.org', alias: 'zeldaq' },
    },
    { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org', alias: 'ben' },
  ],
  switches: { lostDeletes: ['large-7'], operationSeconds: 0.3, cancelSeconds: 0.5, retryAfterSeconds: 1 },
  throttling: { reads: { size: 100_000, perSecond: 10_000 } },
  storageAccounts: [{ name: 'restorablestore', blobService: { deleteRetentionPolicy: { enabled: true, days: 7 } } }],
  workspaces: [
    workspace('plain', numbered('plain', 2)),
    workspace('slow', numbered('slow', 55)),
    workspace('large', numbered('large', 55)),
    workspace('restorable', numbered('restorable', 2)),
  ],
};

/** Texts of which no history may hold one: everything that names the person, or what is hers. */
export const identifiers = [
  '2e1da000',
  'zelda',
  'quux',
  'ben@',
  'okri',
  'plain-1',
  'large-1',
  'restorable-1',
  'slow-1',
];
