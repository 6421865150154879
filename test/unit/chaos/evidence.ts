import type { Certificate } from '../../../src/requests/certificate/certificate';
import type { OutcomeLine } from '../../../src/requests/outcomes';
import type { PlanItem } from '../../../src/requests/plan/plan';
import type { Evidence, PackagedFile, RequestEvidence } from '../../chaos/evidence';
import type { Listing } from '../../../local/listing/list-everything';

const workspace = '/subscriptions/s/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/alpha';
/** ARM id of the one job, and URL of its one blob. */
export const jobId = `${workspace}/jobs/one`;
/** See `jobId`. */
export const blobUrl = 'https://127.0.0.1:1/store/azureml/ExperimentRun/dcid.one/log.txt';
/** MD5 and SHA-256 of its bytes, as far as the checks are concerned. */
export const hashes = { md5: 'md5-of-log', sha256: 'sha-of-log', size: 3 };

const job: Listing['records'][number] = { ...{ type: 'jobs', workspace, name: 'one' }, body: { status: 'Completed' } };
const run: Listing['records'][number] = { ...{ type: 'runs', workspace, name: 'one' }, body: {} };
const other: Listing['records'][number] = { ...{ type: 'jobs', workspace, name: 'two' }, body: {} };
const blob = { account: 'store', container: 'azureml', path: 'ExperimentRun/dcid.one/log.txt', size: 3, etag: '"e1"' };
const kept = { account: 'store', container: 'azureml', path: 'ExperimentRun/dcid.two/log.txt', size: 3, etag: '"e2"' };

/** What there is before, and after the job `one` was erased with its blob. */
export function listings(): { before: Listing; after: Listing } {
  return {
    before: { records: [job, run, other], blobs: [{ ...blob, md5: hashes.md5 }, kept], files: [] },
    after: { records: [other], blobs: [kept], files: [] },
  };
}

/** A line of an outcome document about the job, or with `kind: 'blob'` about its blob. */
export function line(more: Partial<OutcomeLine> = {}): OutcomeLine {
  const id = more.kind === 'blob' ? blobUrl : jobId;
  const etag = more.kind === 'blob' ? { etag: '"e1"' } : {};
  return {
    ...{ ref: 'r1', type: 'job', kind: 'item', step: 'erase', id, outcome: 'deleted', at: '2026-01-01T00:00:00Z' },
    ...{ ...etag, ...more },
  };
}

/** A request that exported and erased the job, truly. */
export function honest(id = 'chaos-1'): RequestEvidence {
  const file: PackagedFile = {
    ...{ path: 'files/log.txt', size: hashes.size, sha256: hashes.sha256, source: blobUrl, etag: '"e1"' },
    found: hashes,
  };
  return {
    request: {
      ...{ id, step: 0, deliveries: [], body: { requestId: id, action: 'export_and_erase' } },
      decision: { approve: true, acceptWeak: false, acceptInUse: false, excludeEvery: 0, twice: false },
    },
    view: { id, state: 'completed', links: {} },
    plan: [{ ref: 'r1', type: 'job', id: jobId, name: 'one', ranges: [] } as unknown as PlanItem],
    certificate: {
      ...{ state: 'completed', gaps: [], approver: { id: 'a' } },
      results: { outcomes: { exported: 2, deleted: 2 } },
    } as unknown as Certificate,
    lines: [
      line({ step: 'export', outcome: 'exported' }),
      line({ step: 'export', outcome: 'exported', kind: 'blob' }),
      line(),
      line({ kind: 'blob' }),
    ],
    files: [file],
    refuted: [],
  };
}

/** The text of the answer to a request. */
export function answer(more: object = {}): string {
  return JSON.stringify({ messageId: 'key-completed', requestId: 'chaos-1', state: 'completed', ...more });
}

/** A round in which everything held. */
export function goodRound(): Evidence {
  return {
    ...{ ...listings(), own: [], requests: [honest()], bad: [], results: [answer()], poison: [] },
    ...{ waiting: 0, running: [], natural: [], named: [] },
  };
}
