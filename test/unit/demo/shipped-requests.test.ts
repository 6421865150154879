import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoOptions } from '../../../local/demo/options';
import { readSeed } from '../../../local/azureml/seed/read';
import { requestSchema } from '../../../src/requests/schema';

const seeds = join(__dirname, '../../../seeds');
const files = readdirSync(join(seeds, 'requests'));

describe('the requests that come with the seeds', () => {
  it.each(files)('%s is valid, and about a person of its seed', (file) => {
    const seed = readSeed(join(seeds, `${file.split('-')[0]}.json`));
    const parsed = requestSchema.safeParse(JSON.parse(readFileSync(join(seeds, 'requests', file), 'utf8')));
    expect(parsed.error?.issues).toBeUndefined();
    const objectId = parsed.data?.subject?.identities.find(({ type }) => type === 'object_id')?.value;
    if (parsed.data?.subject) expect(seed.people.map((person) => person.objectId)).toContain(objectId);
  });

  it.each(['contoso', 'fabrikam'])('has one about a person of %s, which the demo takes', (name) => {
    const { request } = demoOptions(['--seed', join(seeds, `${name}.json`)]) ?? {};
    expect(request).toBe(join(seeds, `requests/${name}-person.json`));
    expect(existsSync(request ?? '')).toBe(true);
  });
});
