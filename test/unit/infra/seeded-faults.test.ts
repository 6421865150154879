import { realProject, rulesOf, shown, type RealProject } from './project';
import { seededFaults } from './seeded/all';

describe('a seeded fault is named', () => {
  let real: RealProject;
  beforeAll(async () => {
    real = await realProject();
  });

  it.each(seededFaults)('$rule: $what', ({ file, from, to, rule, also = [] }) => {
    const text = real.texts.get(file) ?? '';
    expect(text).toContain(from);
    const found = real.findings({ [file]: text.replace(from, () => to) });
    // With what is said, so that a failure shows it.
    const wanted = { rules: [rule, ...also].sort(), shown: shown(found) };
    expect({ rules: rulesOf(found), shown: shown(found) }).toEqual(wanted);
    for (const { at, message } of found) expect(at.line > 0 && at.file !== '' && message !== '').toBe(true);
  });
});
