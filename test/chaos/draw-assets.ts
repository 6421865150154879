import type { SeedAsset, SeedEndpoint, SeedJob, SeedPerson, SeedVersion } from '../../local/azureml/seed/seed-file';
import type { SeedFiles } from '../../local/azureml/seed/seed-storage';
import type { Random } from './random';

interface Assets {
  models: SeedAsset[];
  data: SeedAsset[];
  codes: SeedAsset[];
  components: SeedAsset[];
  environments: SeedAsset[];
  onlineEndpoints: SeedEndpoint[];
}

/** Assets of everybody: over outputs of each other's jobs, over one upload, over folders within folders, in use. */
export function drawAssets(
  workspace: string,
  people: readonly SeedPerson[],
  jobs: readonly SeedJob[],
  random: Random,
): Assets {
  const by = () => random.pick(people).key;
  const several = (
    kind: string,
    most: number,
    version: () => Omit<SeedVersion, 'version' | 'createdBy'>,
  ): SeedAsset[] =>
    Array.from({ length: random.int(1, most) }, (_, index) => ({
      name: `${workspace}-${kind}${index}`,
      versions: Array.from({ length: random.int(1, 2) }, (_v, number) => ({
        ...{ version: String(number + 1), createdBy: by() },
        ...version(),
      })),
    }));
  // Few different contents: identical uploads of two people are one.
  const upload = (): { files: SeedFiles } => ({ files: { 'rows.csv': `id;value\n${random.int(1, 4)};1\n` } });
  const models = several('model', 3, () =>
    random.chance(0.6) ? { job: random.pick(jobs).name, path: 'outputs' } : upload(),
  );
  const data = several('data', 3, () =>
    random.chance(0.5)
      ? { type: 'uri_folder', path: random.pick(['sets/', 'sets/a/', 'sets/b/']), ...upload() }
      : { type: 'uri_file', ...upload() },
  );
  return {
    ...{ models, data },
    codes: several('code', 2, upload),
    components: several('component', 1, () => ({})),
    environments: several('environment', 1, () => ({})),
    onlineEndpoints: random.some(models, 0.3).map(({ name }) => ({
      ...{ name: `${name}-live`, createdBy: by(), traffic: { blue: 100 } },
      deployments: [{ name: 'blue', createdBy: by(), model: `azureml:${name}:1` }],
    })),
  };
}
