import type { Certificate } from '../../../../src/requests/certificate/certificate';
import { certificateHtml as htmlOf } from '../../../../src/requests/certificate/certificate-html';
import type { RequestStatus } from '../../../../src/requests/request-store';
import { resultMessage } from '../../../../src/requests/result-message';
import { stored } from './found';

const certificateHtml = (shown: Certificate) => htmlOf(shown, 'f'.repeat(64));
const evil = '<img src=x onerror=alert(1)>"\'';
const certificate = (fields: Partial<Certificate> = {}): Certificate => ({
  ...{
    certificateVersion: 2,
    issue: 1,
    storage: [],
    lineage: [],
    requestId: 'dsr-1',
    state: 'completed',
    action: 'export_and_erase',
    dryRun: false,
  },
  scope: {
    workspaces: ['/w/one'],
    storageAccounts: [],
    resourceTypes: ['job'],
    everything: false,
    includeWorkspace: false,
    includeDependents: false,
  },
  submitter: { channel: 'queue' },
  ...{ receivedAt: '2026-01-01T00:00:00Z', timeline: {}, issuedAt: '2026-01-02T00:00:00Z', contentHash: 'c' },
  notices: [],
  ...{ planHash: 'plan-hash', decisionHash: 'decision-hash' },
  results: {
    items: {
      export: { job: { exported: 3 } },
      erase: { job: { deleted: 2, already_absent: 1 }, dataAsset: { archived_only: 4 } },
    },
    blobs: { export: {}, erase: { runHistory: { deleted: { blobs: 7, bytes: 1_500 } } } },
    ...{ kept: [], keptCount: 0, residual: [], residualCount: 0, outcomes: {} },
  },
  ...{ gaps: [], residue: [], outOfReach: [], outcomeShards: [], software: { name: 'app', version: '1.2.3' } },
  ...fields,
});

describe('certificateHtml', () => {
  it('shows what was done, the hashes and the program', () => {
    const text = certificateHtml(certificate());
    for (const part of [
      'Certificate of export and erasure',
      'plan-hash',
      'decision-hash',
      'app 1.2.3',
      '1.5 kB',
      'Export<',
      'Erasure<',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/None: everything in scope was listed/);
  });

  it.each(['failed', 'cancelled'] as const)('never says that everything was listed when the request %s', (state) => {
    expect(certificateHtml(certificate({ state }))).not.toMatch(/everything in scope was listed/);
  });

  it('names every gap and every kept item', () => {
    const base = certificate();
    const text = certificateHtml(
      certificate({
        state: 'completed_with_gaps',
        gaps: [
          { code: 'storage_unreadable', type: 'model', detail: 'azureml: 403', workspace: '/s/x/workspaces/team' },
        ],
        results: {
          ...base.results,
          kept: [{ mark: 'abc', type: 'job', outcome: 'blocked', reason: 'LeaseIdMissing' }],
          keptCount: 1,
        },
      }),
    );
    for (const part of ['storage unreadable', 'azureml: 403', 'team', 'abc', 'LeaseIdMissing'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/everything in scope was listed/);
  });

  it('breaks long names, which would push the other columns off the paper', () => {
    const detail = 'x'.repeat(300);
    const text = certificateHtml(certificate({ gaps: [{ code: 'storage_unreadable', type: 'model', detail }] }));
    expect(text).toContain(`<td class="a">${detail}</td>`);
    expect(text).toMatch(/td\.a \{\s+overflow-wrap: anywhere;/);
  });

  it('says what was asked for and what the approver decided', () => {
    const text = certificateHtml(
      certificate({
        scope: {
          workspaces: ['/w/one'],
          storageAccounts: [],
          resourceTypes: ['job'],
          filter: { olderThanDays: 30 },
          everything: false,
          includeWorkspace: false,
          includeDependents: false,
        },
        approver: {
          id: 'a',
          name: 'Bo',
          at: '2026-01-01T10:20:30.456Z',
          exclude: 2,
          acceptWeak: false,
          acceptInUse: 0,
        },
      }),
    ).replaceAll('&quot;', '"');
    for (const part of [
      '<td>job</td>',
      '{"olderThanDays":30}',
      '2026-01-01 10:20:30 UTC by Bo',
      'items matched by a name only not accepted, 2 excluded, 0 accepted although in use',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('has words for a record that stays for another reason than its bytes', () => {
    const base = certificate();
    const kept = [{ mark: 'abc', type: 'model', outcome: 'shared_skipped' as const, reason: 'versions_remain' }];
    const text = certificateHtml(certificate({ results: { ...base.results, kept, keptCount: 1 } }));
    expect(text).toContain('other versions of it remain (versions_remain)');
    expect(text).not.toContain('the bytes also belong');
  });

  it('says how many of the kept items it lists', () => {
    const base = certificate();
    const kept = Array.from({ length: 150 }, (_, at) => ({
      mark: `ref${at}`,
      type: 'job',
      outcome: 'failed' as const,
    }));
    const text = certificateHtml(certificate({ results: { ...base.results, kept, keptCount: 2_000 } }));
    expect(text).toContain('2000 in all');
    expect(text).toContain('the first 100');
    expect(text.match(/<code title="ref\d+"/g)).toHaveLength(100);
  });

  it('escapes whatever people and services wrote', () => {
    const text = certificateHtml(
      certificate({
        reason: evil,
        requestId: evil,
        ticket: { system: evil, id: evil },
        submitter: { channel: 'http', name: evil },
        approver: { id: 'x', name: evil, at: 't', exclude: 0, acceptWeak: false, acceptInUse: 0 },
        gaps: [{ code: evil, type: evil, detail: evil, workspace: evil }],
        residue: [{ type: evil, text: evil }],
        outOfReach: [evil],
      }),
    );
    expect(text).not.toMatch(/<img|onerror=alert\(1\)>/);
  });

  it('shows kinds of identifiers, never a value, since the certificate has none', () => {
    const text = certificateHtml(certificate({ subject: { identityTypes: ['email', 'object_id'] } }));
    expect(text).toContain('email, object_id');
  });
});

describe('resultMessage', () => {
  const status = (fields: Partial<RequestStatus> = {}): RequestStatus => ({
    ...{ key: 'k', state: 'completed', action: 'erase', dryRun: false, receivedAt: 't', timeline: {}, progress: {} },
    ...{ gapCount: 0, started: true },
    ...fields,
  });
  const subject = { identities: [{ type: 'upn' as const, value: 'anna@contoso.com' }] };

  it('adds up the counts of the certificate', () => {
    const { counts } = resultMessage(stored({ subject }), status(), certificate());
    expect(counts).toEqual({ exported: 3, erased: 7, kept: 0, gaps: 0 });
  });

  it('tells the same message each time, and another one for another end', () => {
    const one = resultMessage(stored({}), status());
    expect(resultMessage(stored({}), status())).toEqual(one);
    expect(resultMessage(stored({}), status({ state: 'failed' })).messageId).not.toBe(one.messageId);
    expect(one.counts).toEqual({ exported: 0, erased: 0, kept: 0, gaps: 0 });
    expect(one.certificate).toBeUndefined();
  });

  it('has nothing but what closes a ticket', () => {
    const full = resultMessage(
      stored({ subject, ticket: { system: 's', id: 'T1' }, reason: 'about Anna' }),
      status({ certificate: { blob: 'requests/k/c.json', sha256: 'abc' } }),
      certificate(),
    );
    expect(Object.keys(full).sort()).toEqual(['certificate', 'counts', 'messageId', 'requestId', 'state', 'ticket']);
    expect(full.certificate).toEqual({ location: '/api/requests/r1/certificate', sha256: 'abc' });
    expect(JSON.stringify(full)).not.toMatch(/anna/i);
  });
});
