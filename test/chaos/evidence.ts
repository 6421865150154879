import type { ListedBlob } from '../../local/listing/listed-blob';
import type { Listing } from '../../local/listing/list-everything';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { OutcomeLine } from '../../src/requests/outcomes';
import type { PlanItem } from '../../src/requests/plan/plan';
import type { RequestView } from './driver';
import type { BadMessage, ChaosRequest } from './requests';

/** A file of a package: what its manifest says of it, and what its bytes are. */
export interface PackagedFile {
  path: string;
  size: number;
  sha256: string;
  source?: string;
  ref?: string;
  etag?: string;
  /** Of the bytes that were downloaded, hex; undefined when there are none. */
  found?: { sha256: string; md5: string; size: number };
}

/** What is known of one request when all is over. */
export interface RequestEvidence {
  request: ChaosRequest;
  /** Undefined when the app doesn't know it. */
  view?: RequestView;
  plan: PlanItem[];
  certificate?: Certificate;
  /** Its outcome lines, the latest first. */
  lines: OutcomeLine[];
  /** The files of its package; undefined without one. */
  files?: PackagedFile[];
  /** What the program that verifies certificates found wrong. */
  refuted: string[];
}

/** Everything that the checks read. */
export interface Evidence {
  /** The customers' records, blobs and files before the first request and after the last. */
  before: Listing;
  after: Listing;
  /** The app's own blobs. */
  own: ListedBlob[];
  requests: RequestEvidence[];
  bad: BadMessage[];
  /** Texts of the messages on the queues of results and of what was put aside. */
  results: string[];
  poison: string[];
  /** How many messages are left on the queue of requests. */
  waiting: number;
  /** What the durable engine has not ended: ids with their state. */
  running: string[];
  /** Codes of gaps that the world gives when nothing is interrupted. */
  natural: string[];
  /** Where a subject's identifier stands that should stand nowhere. */
  named: string[];
}
