import type { SeedJob, SeedPerson } from '../../local/azureml/seed/seed-file';
import type { SeedFiles } from '../../local/azureml/seed/seed-storage';
import type { Random } from './random';

const experiments = ['ranking', 'pricing', 'Größe & Préis 100%'];

/** Jobs of everybody: names that begin alike, pipelines with children of others, some that still run. */
export function drawJobs(workspace: string, people: readonly SeedPerson[], random: Random): SeedJob[] {
  const count = random.int(4, 10);
  return Array.from({ length: count }, (_, index): SeedJob => {
    // job1 is the beginning of job10.
    const name = `${workspace}-job${random.chance(0.5) ? index : index * 10 + 100}${index}`;
    const job = { name, createdBy: random.pick(people).key, experiment: random.pick(experiments) };
    if (random.chance(0.2)) return { ...job, files: files(name, random), children: children(name, people, random) };
    if (random.chance(0.15)) return { ...job, files: files(name, random), status: 'Running' };
    return {
      ...{ ...job, files: files(name, random), archived: random.chance(0.1), artifactZip: random.chance(0.2) },
      ...(random.chance(0.3) ? { metrics: { loss: [1.5, 0.5, 0.25] } } : {}),
      ...(random.chance(0.3) ? { tags: { team: random.pick(['red', 'blue']) } } : {}),
    };
  });
}

function children(parent: string, people: readonly SeedPerson[], random: Random): SeedJob[] {
  return Array.from({ length: random.int(1, 3) }, (_, index) => ({
    ...{ name: `${parent}-step${index}`, files: files(`${parent}-step${index}`, random) },
    // What somebody ran in another's pipeline.
    ...(random.chance(0.2) ? { createdBy: random.pick(people).key } : {}),
  }));
}

function files(name: string, random: Random): SeedFiles {
  const content: SeedFiles = {
    'user_logs/std_log.txt': `log of ${name}\n`,
    'outputs/metrics.json': `{"of":"${name}"}`,
  };
  for (let index = random.int(0, 6); index > 0; index -= 1)
    content[`outputs/part ${index}.bin`] = { size: index * 999 };
  if (random.chance(0.1)) content['outputs/large.bin'] = { size: 1_500_000 };
  return content;
}
