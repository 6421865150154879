import { outOfReach, placesOutOfReach } from '../../../../src/requests/certificate/out-of-reach';
import type { PlannedStorage } from '../../../../src/requests/plan/plan';
import { resourceTypeNames } from '../../../../src/resources/registry';
import { planned } from './storage';

const count = (items: number, kept = 0) => ({ items, kept, blobs: 0, bytes: 0 });
const always = ['the Azure Activity Log', 'telemetry that Microsoft keeps itself'];

describe('outOfReach', () => {
  it('names everything for a request that asks for every type and has no plan', () => {
    expect(outOfReach(resourceTypeNames)).toEqual(placesOutOfReach.map((place) => place.text));
  });

  it('names types that exist', () => {
    const named = placesOutOfReach.flatMap((place) => place.types ?? []);
    expect(named.filter((type) => !resourceTypeNames.includes(type))).toEqual([]);
  });

  it('leaves out what a request for certain types can’t mean', () => {
    expect(outOfReach(['schedule'])).toEqual(always);
    expect(outOfReach(['snapshot'])).toEqual([
      ...always,
      'object replicas of storage accounts',
      'backups of storage accounts',
    ]);
    expect(outOfReach(['onlineEndpoint'])).toContain('Azure ML v1 web services (ACI, AKS)');
    expect(outOfReach(['onlineEndpoint'])).not.toContain('data labelling projects');
  });

  it('names disks only where computes are planned', () => {
    const disks = (items: number) =>
      outOfReach(['compute'], { counts: { compute: count(items) } }).some((text) => text.includes('disk'));
    expect([disks(0), disks(1)]).toEqual([false, true]);
    expect(outOfReach(['compute'], { counts: {} }).join()).not.toContain('disk');
  });

  it('names the secrets of a vault unless one is erased', () => {
    const secrets = (counts: object) =>
      outOfReach(['connection', 'keyVault'], { counts }).some((text) => text.includes('secrets'));
    expect(secrets({})).toBe(true);
    expect(secrets({ keyVault: count(1) })).toBe(false);
    expect(secrets({ keyVault: count(1, 1) })).toBe(true);
  });

  it('names the replicas that the settings show, and the accounts that show nothing', () => {
    const replicas = (...storage: PlannedStorage[]) =>
      outOfReach(['model'], { counts: {}, storage }).filter((text) => /replic/.test(text));
    expect(replicas()).toEqual(['object replicas of storage accounts']);
    expect(replicas(planned())).toEqual([]);
    expect(replicas(planned(), planned({ objectReplicas: ['b', 'c'] }))).toEqual([
      'what object replication copied from acc to b, c',
    ]);
    expect(replicas(planned(), planned({ account: 'x', unreadable: 'AuthorizationFailed' }))).toEqual([
      'object replicas of x, if there are any: its settings are unreadable',
    ]);
  });
});
