import type { SeedAccount, SeedContainer } from './seed-storage';

/** A year: what a held container without a period of its own has. */
const HELD_DAYS = 365;

/** The containers of an account that are set to something, each once: those with settings and those that are held. */
export function containersOf({ containers = [], heldContainers = [] }: SeedAccount): SeedContainer[] {
  const byName = new Map<string, SeedContainer>();
  const add = (container: SeedContainer): void =>
    void byName.set(container.name, { ...byName.get(container.name), ...container });
  for (const { container: name, kind } of heldContainers)
    add(kind === 'legalHold' ? { name, legalHold: true } : { name, immutabilityDays: HELD_DAYS, locked: true });
  containers.forEach(add);
  return [...byName.values()];
}
