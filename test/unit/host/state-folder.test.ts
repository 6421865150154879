import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClock } from '../../../local/host/clock';
import { loadKeys } from '../../../local/host/config/keys';
import { StateError } from '../../../local/host/config/state-error';
import { openStateFolder } from '../../../local/host/config/state-folder';
import { createStatusStore } from '../../../local/host/timer/status-store';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'state-folder-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const inFolder = (name: string) => join(dir, name);
const files: [name: string, open: () => unknown][] = [
  ['state.json', () => openStateFolder(dir)],
  ['keys.json', () => loadKeys(inFolder('keys.json'))],
  ['test-clock.json', () => createTestClock(inFolder('test-clock.json'))],
  ['hourly.json', () => createStatusStore(dir).read('hourly')],
];
const faults: [fault: string, text: string][] = [
  ['empty', ''],
  ['torn', '{"forma'],
  ['all zeros', '\0'.repeat(40)],
  ['a list', '[1]'],
  ['null', 'null'],
  ["another program's", '{"name":"something else","keys":[]}'],
  ['of the right names with wrong values', '{"format":"1","masterKey":"","offsetMilliseconds":null,"last":"soon"}'],
];
const cases = files.flatMap(([name, open]) => faults.map(([fault, text]) => ({ name, fault, text, open })));

it.each(cases)('$name that is $fault is refused, named, and left as it is', ({ name, text, open }) => {
  writeFileSync(inFolder(name), text);
  expect(open).toThrow(StateError);
  expect(open).toThrow(new RegExp(`${name} is damaged or another program's. It was not changed. (Restore|Remove) it`));
  expect(readFileSync(inFolder(name), 'utf8')).toBe(text);
  expect(readdirSync(dir)).toEqual([name]);
});

describe('a state folder', () => {
  it('is made, marked with its format, and opened again', () => {
    const folder = join(dir, 'a', 'b');
    openStateFolder(folder);
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe('{"format":1}');
    openStateFolder(folder);
    expect(readdirSync(folder)).toEqual(['state.json']);
    expect(statSync(join(folder, 'state.json')).mode & 0o777).toBe(0o600);
  });

  it('of a newer host is refused, and left as it is', () => {
    writeFileSync(inFolder('state.json'), '{"format":2,"more":true}');
    expect(() => openStateFolder(dir)).toThrow(
      /written by a newer host \(format 2; this one knows 1\). Start that one/,
    );
    expect(readFileSync(inFolder('state.json'), 'utf8')).toBe('{"format":2,"more":true}');
  });

  it("that has somebody else's store is refused, and left as it is", () => {
    mkdirSync(inFolder('durable'));
    writeFileSync(join(dir, 'durable', 'CURRENT'), 'MANIFEST-000001\n');
    expect(() => openStateFolder(dir)).toThrow(/holds a store but no state\.json/);
    expect(readdirSync(dir)).toEqual(['durable']);
  });

  it('that can not be made is named', () => {
    writeFileSync(inFolder('file'), '');
    expect(() => openStateFolder(join(dir, 'file'))).toThrow(/state\.json can't be read: ENOTDIR/);
    mkdirSync(inFolder('state.json.tmp'));
    expect(() => openStateFolder(dir)).toThrow(/The state folder .* can't be written: EISDIR/);
  });
});
