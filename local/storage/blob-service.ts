import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';
import { Faults, type FaultRule } from '../azureml/faults';
import { checkAccess } from './http/access';
import { callerOf } from './http/auth';
import { formatBatch, parseBatch, type BatchAnswer, type BatchItem } from './http/batch';
import { header, placeOf, type Answer, type Call } from './http/call';
import { StorageError } from './http/errors';
import { operationOf } from './operations/operations';
import type { Store } from './state/store';
import { Throttle } from './http/throttle';
import { element } from './http/xml';
import { errorText } from '../terminal';

/** A request as HTTP brings it. */
export interface Incoming {
  method: string;
  /** Scheme, host and port that the client reached. */
  origin: string;
  /** Path and query as they came. */
  target: string;
  headers: IncomingHttpHeaders;
  rawHeaders: readonly string[];
  body: Buffer;
}

/** Answers requests of the blob protocol, path-style. */
export class BlobService {
  /** Faults of whole requests, and of the items of batches. */
  readonly faults = new Faults();
  readonly itemFaults = new Faults();
  private readonly throttle = new Throttle();

  constructor(readonly store: Store) {}

  /** What a request comes to; refusals are answers too. */
  async answer(incoming: Incoming): Promise<Answer> {
    try {
      const call = this.callOf(incoming);
      const isBatch = call.method === 'POST' && call.query.get('comp') === 'batch' && call.blob === undefined;
      return isBatch ? await this.batch(call) : await this.carryOut(call);
    } catch (error) {
      return refusal(error);
    }
  }

  private callOf(incoming: Incoming): Call {
    const { account: name, container, blob, query: text } = placeOf(incoming.target);
    const account = this.store.account(name);
    const query = new URLSearchParams(text);
    const caller = callerOf(account, { ...incoming, query });
    return { ...incoming, account, container, blob, query, caller };
  }

  private carryOut(call: Call): Answer | Promise<Answer> {
    if (!this.throttle.take(call.account.name, call.account.settings.requestsPerSecond)) {
      throw new StorageError('ServerBusy', undefined, { 'retry-after': '1' });
    }
    checkAccess(call);
    return operationOf(call)(this.store, call);
  }

  private async batch(call: Call): Promise<Answer> {
    const items = parseBatch(header(call, 'content-type'), call.body);
    const answers: BatchAnswer[] = [];
    for (const item of items) answers.push(await this.batchItem(call, item));
    const boundary = `batchresponse_${randomUUID()}`;
    return {
      status: 202,
      headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
      body: formatBatch(boundary, answers),
    };
  }

  private async batchItem(batch: Call, item: BatchItem): Promise<BatchAnswer> {
    const { method, target, headers, contentId } = item;
    const fault = this.itemFaults.next(method, target);
    const answer = fault === undefined ? await this.answerItem(batch, item) : faultAnswer(fault);
    const body = String(answer.body ?? '');
    return {
      contentId,
      status: answer.status,
      reason: STATUS_CODES[answer.status] ?? '',
      headers: {
        ...answer.headers,
        'x-ms-request-id': requestId(),
        'x-ms-version': headers['x-ms-version'] ?? header(batch, 'x-ms-version'),
        'content-length': body === '' ? undefined : String(Buffer.byteLength(body)),
      },
      body,
    };
  }

  private async answerItem(batch: Call, item: BatchItem): Promise<Answer> {
    try {
      const { method, target, headers } = item;
      const call = this.callOf({
        method,
        origin: batch.origin,
        target,
        headers,
        rawHeaders: [],
        body: Buffer.alloc(0),
      });
      const outside = batch.container !== undefined && call.container !== batch.container;
      // Azure docs, Blob Batch: deletions and tiers, all of one account, and of the container that the batch names.
      if (method !== 'DELETE' || call.blob === undefined || call.account !== batch.account || outside) {
        throw new StorageError('InvalidInput');
      }
      return await this.carryOut({ ...call, inBatch: true });
    } catch (error) {
      return refusal(error);
    }
  }
}

/** The answer that a fault gives instead of the service. */
export function faultAnswer({ respond }: FaultRule): Answer {
  const { status = 500, headers = {} } = respond ?? {};
  const code = headers['x-ms-error-code'] ?? (status === 503 || status === 429 ? 'ServerBusy' : 'InternalError');
  return errorAnswer(status, code, STATUS_CODES[status] ?? 'Error', headers);
}

let requests = 0;

/** An id for an answer; random enough for a log. */
export function requestId(): string {
  requests += 1;
  return `5707e000-0000-4000-8000-${requests.toString(16).padStart(12, '0')}`;
}

function refusal(error: unknown): Answer {
  if (!(error instanceof StorageError)) {
    // A fault of this service: it must be seen, and the client gets an answer.
    console.error(errorText(error));
    return errorAnswer(500, 'InternalError', 'The blob service failed; its log says why.', {});
  }
  return errorAnswer(error.status, error.code, error.message, { ...error.headers, 'x-storage-fact': error.fact });
}

function errorAnswer(status: number, code: string, message: string, headers: Answer['headers']): Answer {
  return {
    status,
    headers: { ...headers, 'x-ms-error-code': code, 'content-type': 'application/xml' },
    body: `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error>${element('Code', code)}${element('Message', message)}</Error>`,
  };
}
