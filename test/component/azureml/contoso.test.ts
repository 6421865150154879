import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contoso } from '../../../local/azureml/contoso/contoso';
import { fabrikam } from '../../../local/azureml/fabrikam/fabrikam';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import { validateSeed } from '../../../local/azureml/seed/validate';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { Listing } from '../../../local/listing/list-everything';
import { listEverything } from '../../../local/listing/list-everything';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, startStorage, startWith } from './running-emulator';

const file = join(__dirname, '../../../seeds/contoso.json');

describe('the contoso seed', () => {
  const seed = validateSeed(JSON.parse(readFileSync(file, 'utf8')) as SeedFile);
  let test: TestStorage;
  let emulator: Emulator;
  let listing: Listing;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    emulator = await startWith(seed, test);
    const { adminKey, url } = emulator;
    const options = { emulatorUrl: url, adminKey, caFile: test.certificate.certFile, storage: test.storage };
    listing = await listEverything(options);
  });

  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  it.each([
    ['contoso', contoso],
    ['fabrikam', fabrikam],
  ])('%s is what its script writes', (name, make) => {
    const written = readFileSync(join(__dirname, `../../../seeds/${name}.json`), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(make())));
  });

  it('gives its main person something of every kind that people make', () => {
    const { systemData } = listing.records.find(({ type, name }) => type === 'jobs' && name === 'job1')?.body ?? {};
    const hers = JSON.stringify((systemData as { createdBy: string }).createdBy);
    const kinds = listing.records.filter(({ body }) => JSON.stringify(body).includes(hers)).map(({ type }) => type);
    for (const type of [
      ...[
        'schedules',
        'onlineEndpoints',
        'onlineEndpoints/deployments',
        'batchEndpoints',
        'batchEndpoints/deployments',
      ],
      ...['jobs', 'runs', 'models/versions', 'data/versions', 'components/versions', 'environments/versions'],
      ...['codes/versions', 'featuresets/versions', 'featurestoreEntities/versions', 'serverlessEndpoints'],
      ...['connections', 'datastores', 'computes'],
    ])
      expect(kinds).toContain(type);
    expect(listing.files.some(({ path }) => path.startsWith('Users/ada/'))).toBe(true);
  });

  it('has things that name nobody', () => {
    const names = [...listing.blobs, ...listing.files].map(({ path }) => path);
    for (const path of ['UI/2022-11-02_080000_UTC/export.csv', 'team/readme.md', 'cache/tokenizer.json'])
      expect(names).toContain(path);
  });

  it('has 120 jobs, 20 of them pipelines with children', () => {
    const parents = listing.records.filter((record) => record.type === 'jobs' && record.parentRun === undefined);
    expect(parents).toHaveLength(120);
    const pipelines = parents.filter(({ body }) => (body.properties as { jobType: string }).jobType === 'Pipeline');
    expect(pipelines).toHaveLength(20);
    for (const pipeline of pipelines) {
      expect(listing.records.some((record) => record.type === 'runs' && record.parentRun === pipeline.name)).toBe(true);
    }
  });

  it('has files for every job', () => {
    const paths = listing.blobs.filter((blob) => blob.container === 'azureml').map((blob) => blob.path);
    for (const job of listing.records.filter((record) => record.type === 'jobs')) {
      expect(paths.some((path) => path.startsWith(`ExperimentRun/dcid.${job.name}/`))).toBe(true);
    }
  });

  it('stores the identical upload of two people once', () => {
    const uris = ['rates', 'rates-for-risk'].map((name) => {
      const found = listing.records.find((record) => record.type === 'data/versions' && record.parent === name);
      return (found?.body.properties as { dataUri: string }).dataUri;
    });
    expect(uris[0]).toBe(uris[1]);
    expect(listing.blobs.filter((blob) => blob.path.endsWith('/rates.csv'))).toHaveLength(1);
  });

  it('keeps names as they are: unicode, and a literal percent sign', () => {
    const paths = listing.blobs.map((blob) => blob.path);
    expect(paths).toContain('ExperimentRun/dcid.größen-modell/outputs/Übersicht Zürich.csv');
    expect(paths).toContain('ExperimentRun/dcid.größen-modell/outputs/100%25 sicher.txt');
    expect(paths).toContain('UI/2024-03-05_101500_UTC/Zürich Kunden.csv');
  });

  it('gives two people one display name, and the main person her own', () => {
    const names = seed.people.map((person) => person.displayName);
    expect(names.filter((name) => name === 'Alex Kim')).toHaveLength(2);
    const ada = seed.people.find((person) => person.key === 'ada')?.displayName;
    expect(names.filter((name) => name === ada)).toHaveLength(1);
  });

  it('lists everything in the same order every time, with the MD5 of each blob', async () => {
    const { adminKey, url } = emulator;
    const options = { emulatorUrl: url, adminKey, caFile: test.certificate.certFile, storage: test.storage };
    expect(await listEverything(options)).toEqual(listing);
    expect(listing.blobs.every((blob) => blob.md5?.length === 32)).toBe(true);
  });
});
