import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';

/**
 * Ids of built-in roles that the table may have, written down a second time from Microsoft's list of built-in roles: a
 * slip in an id grants something else, and nothing else here would see it.
 */
const builtIn: Record<string, string> = {
  'Durable Task Data Contributor': '0ad04412-c4d5-4796-b79c-f76d14c8d402',
  'Key Vault Crypto User': '12338af0-0e69-4776-bea7-57ae8d297424',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
};

const roleTable = findings('role-table');

/** infra/roles.json has the ids of the roles that it names, under keys that are their names. */
export function roleTableRules(folder: Folder): Finding[] {
  const table = (folder.json.get('roles.json') ?? {}) as Record<string, { name?: string; id?: string }>;
  const at = { file: 'roles.json', line: 1 };
  return Object.entries(table).flatMap(([key, { name = '', id }]) => {
    const wanted = builtIn[name];
    if (!wanted) return [roleTable(at, `${name} is not among the known roles (tools/infra/rules/known-roles.ts)`)];
    const found = wanted === id ? [] : [roleTable(at, `the id of ${name} is ${wanted}`)];
    const plain = name.replaceAll(' ', '').toLowerCase();
    return key.toLowerCase() === plain ? found : [...found, roleTable(at, `the key of ${name} must be its name`)];
  });
}
