import { ada, repository, seedWith } from './assets-seeds';
import { workspaceId, World } from './harness';
import { runAll, type Result } from './variant-run';

const resourceTypes = ['job', 'component', 'environment', 'featureSet', 'featureStoreEntity', 'code'];

/** Outcomes by name of all planned items of a type. */
const outcomes = ({ plan, outcome }: Result, type: string) =>
  Object.fromEntries(plan.filter((item) => item.type === type).map(({ name }) => [name, outcome(type, name)]));

/** Repositories that are left in a registry, with their number of images. */
const images = async (world: World, registry: string) => {
  const record = (await world.listCustomers()).records.find(
    ({ type, name }) => type === 'registries' && name === registry,
  );
  const repositories = (record?.body.repositories ?? []) as { name: string; manifests: unknown[] }[];
  return Object.fromEntries(repositories.map(({ name, manifests }) => [name, manifests.length]));
};

describe.each([
  { assetDelete: '200', emptyRepositories: 'vanish', gone: 'erased' },
  { assetDelete: '405', emptyRepositories: 'stay', gone: 'archived_only' },
])('environments, components, code and feature stores ($assetDelete)', ({ gone, ...switches }) => {
  let world: World;
  let of: (name: keyof typeof variants) => Result;
  const accounts = (name: string) => [`${name}store`, `${name}acr`];
  const everything = (name: string) => ({
    ...{ workspaces: [name], accounts: accounts(name), request: { action: 'erase' } },
    scope: { everything: true, resourceTypes },
  });
  const variants = {
    pair: {
      ...{ workspaces: ['pair'], neighbours: ['far'], accounts: [...accounts('pair'), 'farstore'] },
      ...{ request: { action: 'export_and_erase', subject: ada }, scope: { resourceTypes } },
      decide: () => ({ acceptWeak: true }),
    },
    whole: everything('whole'),
    half: { ...everything('half'), neighbours: ['halfs-neighbour'] },
    live: everything('live'),
  };
  beforeAll(async () => {
    world = await World.start(seedWith(switches));
    of = await runAll(world, variants);
  }, 300_000);
  afterAll(() => world.stop());

  it('tells the truth on the certificate', () => {
    expect(of('pair').wrong).toEqual([]);
    expect(of('whole').wrong).toEqual([]);
    expect(of('half').wrong).toEqual([]);
    expect(of('live').wrong).toEqual([]);
  });

  it('erases code that only she ran, and keeps what somebody else runs too', () => {
    expect(outcomes(of('pair'), 'code')).toEqual({
      ...{ 'hers:1': gone, hers: gone, 'service:1': gone, service: gone },
      ...{ 'both-run:1': 'shared_skipped bytes_shared', 'both-run': 'shared_skipped versions_remain' },
      ...{ 'same-a:1': 'shared_skipped bytes_kept', 'same-a': 'shared_skipped versions_remain' },
      ...{ 'in-component:1': 'shared_skipped bytes_kept', 'in-component': 'shared_skipped versions_remain' },
      ...{ 'deployed:1': 'in_use in_use', deployed: 'shared_skipped versions_remain' },
    });
    const by = (name: string) =>
      of('pair')
        .plan.find((item) => item.type === 'code' && item.name === name)
        ?.sharedWith?.map(({ id }) => id);
    expect(by('both-run:1')).toEqual([`${workspaceId('pair')}/jobs/pair-tom-1`]);
    expect(by('in-component:1')).toEqual([`${workspaceId('pair')}/components/toms/versions/1`]);
  });

  it('knows code by the jobs that ran it', () => {
    const item = of('pair').plan.find(({ type, name }) => type === 'code' && name === 'service:1');
    expect(item).toMatchObject({ strength: 'strong', evidence: [{ rule: 'lineage' }] });
  });

  it('erases her components, archived ones too, and no name that others have versions of', () => {
    expect(outcomes(of('pair'), 'component')).toEqual({
      ...{ 'hers:1': gone, 'hers:2': gone, hers: gone },
      ...{ 'mixed:1': gone, mixed: 'shared_skipped versions_remain' },
    });
  });

  it('erases her environments, but none that is deployed, and none of Microsoft', () => {
    // The record of one goes without its image; an archived one still names what was kept.
    const apart = gone === 'erased' ? gone : 'shared_skipped bytes_shared_record_archived';
    expect(outcomes(of('pair'), 'environment')).toEqual({
      ...{ 'hers:1': gone, hers: gone, 'far:1': apart, far: gone, 'both:1': apart, both: gone },
      ...{ 'odd name %#:1.0-a': gone, 'odd name %#': gone, 'foreign:1': gone, foreign: gone },
      ...{ 'context:1': gone, context: gone, 'live:1': 'in_use in_use', live: 'shared_skipped versions_remain' },
    });
  });

  it('erases the images that only her environments name', async () => {
    expect(await images(world, 'pairacr')).toEqual({
      ...{ [repository('2')]: 2, [repository('3')]: 2, [repository('4')]: 2, [repository('5')]: 2, 'team/base': 2 },
    });
    const { plan, certificate } = of('pair');
    const sharers = (name: string) =>
      plan.find((item) => item.type === 'environment' && item.name === name)?.sharedWith?.map(({ id }) => id);
    expect(sharers('both:1')).toEqual([`${workspaceId('pair')}/environments/toms/versions/1`]);
    expect(sharers('far:1')).toEqual([`${workspaceId('far')}/environments/theirs/versions/1`]);
    expect(certificate.notices).toContainEqual({
      ...{ code: 'unattributed', type: 'environment', workspace: workspaceId('pair'), detail: '1' },
    });
  });

  it('erases what was uploaded for environments and feature sets', () => {
    expect(outcomes(of('pair'), 'featureSet')).toEqual({ 'hers:1': gone, hers: gone });
    expect(outcomes(of('pair'), 'featureStoreEntity')).toEqual({ 'hers:1': gone, hers: gone });
    expect(of('pair').left.filter((path) => /context|features/.test(path))).toEqual([]);
  });

  it('exports records and code, and no image', async () => {
    const { body } = await world.call<{ files: { path: string }[] }>(
      'GET',
      '/api/requests/pair/package/manifest.json',
      'requester',
    );
    const paths = body.files.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith('files/')).map((path) => path.replace(/.*\//, ''))).toEqual(
      expect.arrayContaining(['train.py', 'Dockerfile', 'spec.yaml']),
    );
    expect(paths.filter((path) => path.includes('sha256'))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('records/environment/')).length).toBeGreaterThan(5);
  });

  it('ends without gaps where all is handled', () => {
    expect(of('pair').gaps).toEqual([]);
    expect(of('whole').view.gaps).toEqual([]);
    expect(of('whole').view.state).toBe('completed');
  });

  it('erases everything of a workspace, the images that nothing names too', async () => {
    expect(outcomes(of('whole'), 'environment')).toEqual({
      ...{ 'one:1': gone, one: gone, 'service:1': gone, service: gone, [repository('5')]: 'erased' },
    });
    expect(outcomes(of('whole'), 'code')).toEqual({ 'one:1': gone, one: gone });
    expect(outcomes(of('whole'), 'featureSet')).toEqual({ 'one:1': gone, one: gone });
    expect(await images(world, 'wholeacr')).toEqual({ 'team/base': 2 });
  });

  it('leaves images that nothing names to another workspace on the registry, and to what is deployed', async () => {
    expect(outcomes(of('half'), 'environment')[repository('5')]).toBe('shared_skipped bytes_shared');
    expect(await images(world, 'halfacr')).toEqual({ [repository('5')]: 2 });
    expect(outcomes(of('live'), 'environment')[repository('5')]).toBe('in_use in_use');
    expect(await images(world, 'liveacr')).toEqual({ [repository('5')]: 2 });
  });
});
