import type { OutcomeLine } from '../../../../src/requests/outcomes';
import {
  appeared,
  fateOf,
  isOpen,
  itemFate,
  nameUrl,
  retold,
  type FoundCopy,
} from '../../../../src/requests/reverification';

const url = 'https://a.blob.core.windows.net/c/users/ada%3F/x.txt';
const erasedAt = '2030-01-01T12:00:00.000Z';
const until = '2030-01-08T12:00:00.000Z';
const line = (fields: Partial<OutcomeLine> = {}): OutcomeLine => ({
  ...{ ref: 'r', type: 'notebook', kind: 'blob', step: 'erase', id: url, outcome: 'soft_deleted', at: erasedAt },
  ...{ etag: 'e1', bytes: 3, until },
  ...fields,
});
const copy = (fields: Partial<FoundCopy> = {}): FoundCopy => ({ url, etag: 'e1', size: 3, ...fields });
const fate = (told: OutcomeLine, copies: FoundCopy[], known: string[] = [url]) =>
  fateOf(told, copies, (other) => known.includes(other));

describe('what became of an erased blob', () => {
  it('is gone when nothing lies under its name', () => {
    expect(fate(line(), [])).toEqual({ outcome: 'deleted' });
    expect(fate(line({ outcome: 'deleted' }), [])).toBeUndefined();
  });

  it('can be restored as long as the service says so, whatever date was told', () => {
    const later = '2030-01-30T12:00:00.000Z';
    expect(fate(line(), [copy({ deleted: { until: later } })])).toEqual({ outcome: 'soft_deleted', until: later });
    // Called deleted, and still there all the same.
    expect(fate(line({ outcome: 'deleted' }), [copy({ deleted: { until } })])).toEqual({
      outcome: 'soft_deleted',
      until,
    });
  });

  it('is not restored where somebody has made a directory of its name since', () => {
    const told = line({ etag: 'directory' });
    const directory = (modifiedAt: string) => copy({ etag: 'directory', size: 0, modifiedAt });
    expect(fate(told, [directory('2030-01-02T00:00:00.000Z')])?.outcome).toBe('new_since_plan');
    expect(fate(told, [directory('2029-12-31T00:00:00.000Z')])?.outcome).toBe('failed');
  });

  it('has the last of several dates: a snapshot of it may live longer', () => {
    const snapshot = copy({ url: `${url}?snapshot=2030`, deleted: { until: '2030-01-20T00:00:00.000Z' } });
    expect(fate(line(), [copy({ deleted: { until } }), snapshot])?.until).toBe('2030-01-20T00:00:00.000Z');
  });

  it.each(['soft_deleted', 'deleted'] as const)('was restored when it is there again, called %s or not', (outcome) => {
    const failed = { outcome: 'failed', reason: 'restored' };
    expect(fate(line({ outcome }), [copy()])).toEqual(failed);
    // With another etag, but not written since.
    expect(fate(line({ outcome }), [copy({ etag: 'e2', modifiedAt: '2029-06-01T00:00:00.000Z' })])).toEqual(failed);
    expect(fate(line({ outcome }), [copy({ etag: 'e2' })])).toEqual(failed);
    // As a version of another URL.
    expect(fate(line({ outcome }), [copy({ url: `${url}?versionid=2` })])).toEqual(failed);
    expect(fate(line({ outcome }), [copy(), copy({ url: `${url}?snapshot=1`, deleted: { until } })])).toEqual(failed);
  });

  it('is not what another line is about: a snapshot under a hold keeps its own outcome', () => {
    const held = `${url}?snapshot=1`;
    expect(fate(line(), [copy({ url: held })], [url, held])).toEqual({ outcome: 'deleted' });
  });

  it('is gone, and named, when something new has its name', () => {
    const fresh = copy({ etag: 'e9', modifiedAt: '2030-01-03T00:00:00.000Z' });
    expect(fate(line(), [fresh])).toEqual({ outcome: 'new_since_plan', reason: 'appeared_after_plan' });
    // What was gone before is no concern of somebody's new file.
    expect(fate(line({ outcome: 'deleted' }), [fresh])).toBeUndefined();
    expect(fate(line(), [{ ...fresh, deleted: { until } }])).toEqual({ outcome: 'deleted' });
  });

  it('has company when something without a line lies under its name', () => {
    const version = `${url}?versionid=1`;
    const told = (outcome: OutcomeLine['outcome']) => ({ blobs: new Map([[version, line({ id: version, outcome })]]) });
    const found = [
      copy({ url: `${url}?versionid=9`, etag: 'e9' }),
      copy({ url: `${url}?versionid=8`, etag: 'e8', deleted: { until } }),
      copy({ url: `${url}?versionid=7` }),
    ];
    const copies = new Map([[url, found]]);
    // What is soft-deleted is nobody's to read, and what has a known etag is the old content itself.
    expect(appeared(told('soft_deleted'), copies)).toEqual([found[0]]);
    expect(appeared(told('deleted'), copies)).toEqual([]);
  });

  it('does not take etags that nobody knows for equal', () => {
    expect(fate(line({ etag: '' }), [copy({ etag: '', url: `${url}?versionid=7` })])).toEqual({ outcome: 'deleted' });
  });

  it('is told under the name that its copies share', () => {
    expect(nameUrl(`${url}?versionid=2030%3A`)).toBe(url);
    expect(nameUrl(url)).toBe(url);
  });
});

describe('what became of an item', () => {
  const soft = { outcome: 'soft_deleted', until } as const;
  const gone = { outcome: 'deleted' } as const;
  const back = { outcome: 'failed', reason: 'restored' } as const;

  it('is the worst of its blobs', () => {
    expect(itemFate(soft, [gone, gone])).toEqual(gone);
    expect(itemFate(soft, [])).toEqual(gone);
    expect(itemFate(soft, [{ outcome: 'already_absent' }])).toEqual(gone);
    expect(itemFate(soft, [gone, soft, { ...soft, until: '2030-02-01T00:00:00.000Z' }])).toEqual({
      outcome: 'soft_deleted',
      until: '2030-02-01T00:00:00.000Z',
    });
    expect(itemFate(soft, [gone, { outcome: 'new_since_plan' }])).toEqual({ outcome: 'new_since_plan' });
  });

  it('keeps what was said of its record, unless something was restored', () => {
    expect(itemFate({ outcome: 'deleted' }, [gone, soft])).toBeUndefined();
    expect(itemFate({ outcome: 'archived_only' }, [gone, back])).toEqual(back);
    expect(itemFate(undefined, [back])).toEqual(back);
  });

  it('is open while something of it is recoverable or pending', () => {
    const blobs = (...lines: OutcomeLine[]) => new Map(lines.map((each) => [each.id, each]));
    expect(isOpen({ blobs: blobs() })).toBe(false);
    expect(isOpen({ blobs: blobs(line({ outcome: 'deleted' })) })).toBe(false);
    expect(isOpen({ blobs: blobs(line()) })).toBe(true);
    expect(isOpen({ item: line({ kind: 'item', outcome: 'pending' }), blobs: blobs() })).toBe(true);
    expect(isOpen({ item: line({ kind: 'item' }), blobs: blobs() })).toBe(true);
  });

  it('is told anew with what is true now, and nothing of before', () => {
    const told = retold({ ...line({ reason: 'permanent_delete_off' }), mark: 'm', nonce: 'n' } as OutcomeLine, gone);
    expect(told).toMatchObject({ ref: 'r', id: url, etag: 'e1', bytes: 3, outcome: 'deleted' });
    expect(JSON.parse(JSON.stringify(told))).not.toHaveProperty('until');
    expect(told).not.toHaveProperty('mark');
    expect(told.reason).toBeUndefined();
    expect(told.at > '2026').toBe(true);
  });
});
