/** Workspaces in which many people have two jobs each. Each workspace has an account of its own. */
export function manyPeople(workspaces: readonly string[], people: number) {
  const keys = Array.from({ length: people }, (_, index) => `p${index}`);
  return {
    people: keys.map((key, index) => ({
      ...{ key, displayName: `Person ${key}`, upn: `${key}@example.org` },
      objectId: objectIdOf(index),
    })),
    workspaces: workspaces.map((name, at) => {
      const here = keys.filter((_key, index) => index % workspaces.length === at);
      return {
        ...{ name, resourceGroup: 'ml', storageAccount: `${name}store`, createdBy: 'p0' },
        // Whoever erases looks for owners of the same bytes in the whole subscription.
        subscriptionId: subscriptionOf(name),
        jobs: here.flatMap((key) => [
          { name: `${key}-a`, createdBy: key, experiment: 'many', files: { 'user_logs/std_log.txt': `${key}\n` } },
          { name: `${key}-b`, createdBy: key, experiment: 'many', files: { 'outputs/model.bin': `${key} b\n` } },
        ]),
      };
    }),
  };
}

/** The subscription of a workspace: the slow one has its own. */
export function subscriptionOf(workspace: string): string {
  return `5ab50000-0000-4000-8000-00000000000${workspace === 'slow' ? 2 : 1}`;
}

/** The object id of the person of this number. */
export function objectIdOf(person: number): string {
  return `0bec0000-0000-4000-8000-${String(person).padStart(12, '0')}`;
}
