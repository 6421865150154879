import type { Arm, Json } from '../../../../src/azure/arm';
import type { AzureError } from '../../../../src/azure/azure-error';

/** ARM at its interface: records by their ids, of which lists are made; paths that are `refused`, with the error. */
export function fakeArm(records: Readonly<Record<string, Json>>, refused: Readonly<Record<string, AzureError>> = {}) {
  const ids = Object.keys(records);
  const asked: string[] = [];
  const bodies = (path: string): Json[] => {
    const [below = ''] = path.split('?');
    asked.push(below);
    const error = refused[below];
    if (error) throw error;
    const isBelow = (id: string) => id.slice(0, id.lastIndexOf('/')).toLowerCase() === below.toLowerCase();
    // Those of a subscription or a group are listed there too.
    const [, place, kind] = /^(.*)\/providers\/[^/]+\/([^/]+)$/.exec(below) ?? [];
    const isIn = (id: string) => place !== undefined && id.startsWith(`${place}/`) && id.split('/').at(-2) === kind;
    return ids.filter((id) => isBelow(id) || isIn(id)).map((id) => ({ id, name: id.split('/').pop(), ...records[id] }));
  };
  const fake: Pick<Arm, 'get' | 'list' | 'page'> = {
    async get(id) {
      const error = refused[id];
      if (error) throw error;
      return await Promise.resolve(records[id] && { id, name: id.split('/').pop(), ...records[id] });
    },
    async page(path) {
      return await Promise.resolve({ value: bodies(path) });
    },
    async *list(path) {
      yield* await Promise.resolve(bodies(path));
    },
  };
  return { arm: fake as Arm, asked };
}
