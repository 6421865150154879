import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventRaised } from '../../../local/host/durable/history-events';
import { Instances } from '../../../local/host/durable/instances';
import type { InstanceRecord } from '../../../local/host/durable/model';
import { appendHistory, putInstance, putPayload, Store } from '../../../local/host/durable/store';

const megabyte = JSON.stringify('x'.repeat(1_000_000));
const time = new Date(0);

const record = (instanceId: string): InstanceRecord => ({
  ...{ instanceId, executionId: 'e', name: 'n', status: 'Running', customStatus: null, historyLength: 1 },
  ...{ createdTime: time.toISOString(), lastUpdatedTime: time.toISOString() },
});

it('keeps the histories of the instances that ran last in memory, up to 50 million characters', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'instances-'));
  const store = await Store.open(dir);
  try {
    const ids = Array.from({ length: 40 }, (_, n) => `instance ${n}`);
    for (const id of ids) {
      const history = appendHistory(id, 0, [eventRaised(time, 'go', megabyte)]);
      await store.write([putInstance(record(id)), putPayload(id, 'input', megabyte), ...history]);
    }
    const instances = new Instances(store);
    const first = await instances.load('instance 0');
    expect(await instances.load('instance 0')).toBe(first);
    const loaded = [];
    for (const id of ids) loaded.push(await instances.load(id));
    // Two megabytes each: the last 24 fit, and what was read again is the same.
    expect(await instances.load('instance 39')).toBe(loaded[39]);
    expect(await instances.load('instance 20')).toBe(loaded[20]);
    const again = await instances.load('instance 0');
    expect(again).not.toBe(first);
    expect(again).toEqual(first);

    // What grows in memory counts too.
    const grown = await instances.load('instance 39');
    if (grown === undefined) throw new Error('The instance is gone.');
    for (let n = 0; n < 30; n++) instances.extend(grown, grown.record, [eventRaised(time, 'go', megabyte)]);
    expect(await instances.load('instance 20')).not.toBe(loaded[20]);
    expect(await instances.load('instance 39')).toBe(grown);
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
});
