import { defaultTime } from './defaults';
import type { SeedGenerator, SeedJob } from './seed-file';
import type { SeedFiles } from './seed-storage';

/** Writes the jobs out that generators stand for. */
export function expandGenerators(generators: readonly SeedGenerator[]): SeedJob[] {
  return generators.flatMap((generator, index) => expand(generator, generator.namePrefix ?? `generated-${index + 1}-`));
}

function expand(generator: SeedGenerator, prefix: string): SeedJob[] {
  const { jobs, createdBy, experiment = 'generated', type, status, children = 0, minutesApart = 60 } = generator;
  const first = Date.parse(generator.firstCreatedAt ?? defaultTime(0));
  return Array.from({ length: jobs }, (_, index) => {
    const name = `${prefix}${index + 1}`;
    const createdAt = new Date(first + index * minutesApart * 60_000).toISOString();
    const steps = Array.from({ length: children }, (_unused, step) => ({
      name: `${name}-step-${step + 1}`,
      files: filesOf(generator, `${name}-step-${step + 1}`),
    }));
    const own = {
      name,
      createdBy,
      experiment,
      type: type ?? (children > 0 ? 'Pipeline' : 'Command'),
      status,
      createdAt,
    };
    return { ...own, files: filesOf(generator, name), children: steps };
  });
}

function filesOf(generator: SeedGenerator, name: string): SeedFiles {
  const { filesPerJob = 1, fileSize } = generator;
  const files: SeedFiles = {};
  for (let index = 0; index < filesPerJob; index += 1) {
    const path = index === 0 ? 'user_logs/std_log.txt' : `outputs/part-${String(index).padStart(4, '0')}.txt`;
    files[path] = fileSize === undefined ? `${name} ${path}\n` : { size: fileSize };
  }
  return files;
}
