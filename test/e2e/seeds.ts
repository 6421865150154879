/** A seed with two people of whom the first is asked for; every identifier of hers is a word that nothing else has. */
export function twoPeople(jobs: number, switches: object = {}) {
  const files = (name: string) => ({ 'logs/user_logs/std_log.txt': `log of ${name}\n`, 'outputs/metrics.json': '{}' });
  const hers = Array.from({ length: jobs }, (_, index) => ({
    ...{ name: `job${index + 1}`, experiment: 'ranking', createdBy: 'zelda', files: files(`job${index + 1}`) },
  }));
  return {
    people: [
      {
        ...{ key: 'zelda', displayName: 'Zelda Quux', objectId: '2e1da000-0000-4000-8000-000000000001' },
        ...{ upn: 'zelda@example.org', email: 'zelda.quux@example.org', alias: 'zeldaq' },
      },
      { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org', alias: 'ben' },
    ],
    switches,
    workspaces: [
      {
        ...{ name: 'lab', resourceGroup: 'ml', storageAccount: 'labstore', createdBy: 'ben' },
        jobs: [
          ...hers,
          // The neighbour whose name begins like one of hers.
          { name: `job1${jobs}0`, experiment: 'ranking', createdBy: 'ben', files: files('neighbour') },
          {
            ...{ name: 'pipe', type: 'Pipeline', experiment: 'ranking', createdBy: 'zelda', files: files('pipe') },
            children: [
              { name: 'pipe-a', files: files('pipe-a') },
              { name: 'pipe-b', files: files('pipe-b'), children: [{ name: 'pipe-b-1', files: files('pipe-b-1') }] },
            ],
          },
          { name: 'running', experiment: 'ranking', createdBy: 'zelda', status: 'Running', files: files('running') },
        ],
        models: [
          { name: 'ranker', versions: [{ version: '1', createdBy: 'zelda', job: 'job1', path: 'outputs' }] },
          { name: 'borrowed', versions: [{ version: '1', createdBy: 'ben', job: 'job2', path: 'outputs' }] },
        ],
        computes: [{ name: 'ci-zelda', owner: 'zelda' }],
        data: [
          {
            name: 'clicks',
            versions: [{ version: '1', createdBy: 'zelda', type: 'uri_file', files: { 'clicks.csv': 'a,b\n1,2\n' } }],
          },
        ],
      },
    ],
  };
}

/** How a request names the person of `twoPeople`. */
export const zelda = {
  identities: [
    { type: 'object_id', value: '2e1da000-0000-4000-8000-000000000001' },
    { type: 'upn', value: 'zelda@example.org' },
    { type: 'email', value: 'zelda.quux@example.org' },
    { type: 'display_name', value: 'Zelda Quux' },
    { type: 'alias', value: 'zeldaq' },
  ],
};

/** Texts of which none may be found where no personal data belongs. */
export const identifiersOfZelda = ['2e1da000-0000-4000-8000', 'zelda@', 'zelda.quux', 'Zelda Quux', 'zeldaq'];
