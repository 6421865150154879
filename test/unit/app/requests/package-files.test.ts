import * as fc from 'fast-check';
import { hostileText } from '../../../hostile';
import {
  extraPath,
  filePath,
  packageBlobName,
  recordPath,
  refsIn,
  safeSegment,
} from '../../../../src/requests/package/package-files';

const anyName = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.constantFrom('a'.repeat(300), '𠀀'.repeat(100), 'ünïcödé', 'a/b', 'a\\b', 'x~y'),
);
const job1 = { type: 'runHistory', name: 'job1', ref: '0123456789abcdef' };
const place = { account: 'acc', container: 'azureml', path: 'ExperimentRun/dcid.job1/' };

describe('safeSegment', () => {
  it('makes a name that every file system takes', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const segment = safeSegment(name);
        expect(segment).toMatch(/^[\p{L}\p{N}._~-]+$/u);
        expect(segment).not.toMatch(/^\.|\.$/);
        expect(segment).not.toMatch(/^(con|prn|aux|nul|(com|lpt)[\d¹²³])(\.|$)/i);
        expect(segment).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
        expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255);
        const record =
          recordPath({ ...job1, name }, 'run-history')
            .split('/')
            .pop() ?? '';
        expect(Buffer.byteLength(record)).toBeLessThanOrEqual(255);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps two names apart', () => {
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        fc.pre(a !== b);
        expect(safeSegment(a)).not.toBe(safeSegment(b));
      }),
      { numRuns: 1_000 },
    );
    const cousins = ['a b', 'a_b', 'a/b', 'a?b', 'é', 'e\u0301', '.x', '_x', 'x.', 'x'];
    expect(new Set(cousins.map(safeSegment)).size).toBe(cousins.length);
    expect(safeSegment('x'.repeat(100))).not.toBe(safeSegment('x'.repeat(101)));
  });

  it('keeps the ending by which a program knows a file', () => {
    expect(safeSegment('val/acc.csv')).toMatch(/^val_acc~[0-9a-f]{8}\.csv$/);
    expect(safeSegment(`${'x'.repeat(300)}.ipynb`)).toMatch(/^x{60}~[0-9a-f]{8}\.ipynb$/);
    expect(safeSegment('CON.txt')).toMatch(/^_CON~[0-9a-f]{8}\.txt$/);
  });

  it('leaves plain names alone', () => {
    for (const name of ['churn-model', 'job_1.log', 'Müller', '数据']) expect(safeSegment(name)).toBe(name);
  });
});

describe('filePath', () => {
  const blob = (below: string, from = place) => filePath(job1, { name: from.path + below }, from);

  it('goes on where the range of the item begins', () => {
    expect(blob('logs/a.txt')).toMatch(/^files\/runHistory\/job1\.01234567\/[0-9a-f]{6}\/logs\/a\.txt$/);
    const single = { ...place, path: 'models/m.pkl' };
    expect(filePath({ ...job1, type: 'model', name: 'm:1' }, { name: 'models/m.pkl' }, single)).toMatch(/\/m\.pkl$/);
  });

  it("gives two blobs two paths, and no blob the path of another one's folder", () => {
    const name = fc.array(fc.constantFrom('a', '', '.', '..', 'A', '~empty', '_', 'a b'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(name, name, (left, right) => {
        const [a, b] = [left.join('/'), right.join('/')];
        fc.pre(a !== b);
        expect(blob(a)).not.toBe(blob(b));
        // A blob `x` beside a blob `x/y` is possible in a storage account; `clashesOf` finds it.
        if (!b.startsWith(`${a}/`)) expect(blob(b).startsWith(`${blob(a)}/`)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps apart what has one name in two containers, accounts or workspaces', () => {
    const places = [place, { ...place, container: 'other' }, { ...place, account: 'acc2' }];
    expect(new Set(places.map((each) => blob('x', each))).size).toBe(3);
  });

  it('never leaves its folder', () => {
    for (const below of ['../../x', '..', '/etc/passwd', '\\..\\x']) {
      const segments = blob(below).split('/');
      expect(segments.slice(0, 3)).toEqual(['files', 'runHistory', 'job1.01234567']);
      expect(segments.filter((part) => part === '..' || part === '.' || part === '')).toEqual([]);
    }
  });
});

describe('a long path', () => {
  const deep = Array.from({ length: 254 }, (_, at) => `folder ${at}`).join('/');

  it.each([deep, 'ü/'.repeat(5_000), `${'x'.repeat(10_000)}/y`, '数'.repeat(1_024)])('is cut: %#', (name) => {
    for (const copy of [{}, { versionId: '2024-01-08T09:00:00.0000000Z' }]) {
      const item = { type: 'privateEndpointConnection', name: '<'.repeat(10_000), ref: '0123456789abcdef' };
      const path = filePath(item, { name: `${place.path}${name}/model.onnx`, ...copy }, place);
      expect(path.length).toBeLessThan(290);
      expect(Buffer.byteLength(path)).toBeLessThan(1_024);
      expect(path).toContain('model.onnx');
    }
  });

  it('keeps together what lay in one folder, and apart what did not', () => {
    const path = (folder: string, file: string) => filePath(job1, { name: `${place.path}${folder}/${file}` }, place);
    expect(path(deep, 'a.txt').replace('a.txt', 'b.txt')).toBe(path(deep, 'b.txt'));
    expect(path(deep, 'a.txt')).not.toBe(path(`${deep}/`, 'a.txt'));
    expect(path(deep, 'a.txt')).not.toBe(path(`other/${deep}`, 'a.txt'));
  });
});

describe('recordPath', () => {
  it('keeps apart what has one name in two workspaces', () => {
    const model = (ref: string) => ({ type: 'model', name: 'churn:1', ref });
    const paths = ['0123456789abcdef', '123456789abcdef0'].map((ref) => recordPath(model(ref), 'arm'));
    expect(paths[0]).toMatch(/^records\/model\/churn_1~\w+\.\w+\.arm\.json$/);
    expect(paths[0]).not.toBe(paths[1]);
    expect(recordPath(job1, 'arm')).not.toBe(recordPath(job1, 'run-history'));
  });
});

describe('extraPath', () => {
  it('puts metrics into a folder of their own and logs beside other files', () => {
    expect(extraPath(job1, 'metrics', 'loss/val.csv')).toMatch(/^metrics\/job1\.01234567\/loss_val~\w{8}\.csv$/);
    expect(extraPath(job1, 'logs', 'blue.txt')).toBe('files/runHistory/job1.01234567/logs/blue.txt');
  });
});

describe('refsIn', () => {
  it('finds the reference of the item in every kind of path, whatever the item is called', () => {
    fc.assert(
      fc.property(anyName, anyName, (name, below) => {
        const item = { ...job1, name };
        const paths = [recordPath(item, below), filePath(item, { name: `x/${below}` }, { ...place, path: 'x/' })];
        for (const path of [...paths, extraPath(item, 'metrics', below), extraPath(item, 'logs', below)]) {
          expect([...refsIn(path)]).toContain('01234567');
        }
      }),
    );
    expect(refsIn('README.html').size).toBe(0);
  });
});

describe('packageBlobName', () => {
  it('says nothing of the file', () => {
    const name = packageBlobName('key', 'files/job/anna.berg/x.txt');
    expect(name).toMatch(/^key\/files\/[0-9a-f]{40}$/);
    expect(packageBlobName('key', 'files/job/anna.berg/y.txt')).not.toBe(name);
  });
});
