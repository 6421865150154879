import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { canonical, hasTwins, sha256, type Json, type JsonObject } from './canonical';
import { checkCounts } from './compare';
import { checkConsistency } from './consistency';
import { checkMarks, checkPrevious, checkProof } from './links';
import { checkRecords, checkRoot } from './records';
import { Report } from './report';
import { checkSignature, type Jwk } from './signature';

/** What to verify: names of files. */
export interface Given {
  certificate: string;
  records: readonly string[];
  /** The JSON schema of certificates. */
  schema: string;
  keys?: string;
  /** The hash that somebody was told. */
  sha256?: string;
  proof?: string;
  previous?: string;
  secret?: string;
}

/** Runs every check that what was given allows. Throws when a file can't be read. */
export function verify(given: Given): Report {
  const report = new Report();
  const certificate = readDocument(given.certificate, 'certificate', report);
  if (!certificate || !hasShape(certificate, given.schema, report)) return report;

  const hash = sha256(canonical(certificate as Json));
  const told = given.sha256?.trim().toLowerCase();
  if (told === undefined) report.notChecked('hash', `it is ${hash}: compare it with the one you were told`);
  else if (told === hash) report.ok('hash', hash);
  else report.wrong('hash', `it is ${hash}, not the one that was told`);
  const keys = given.keys === undefined ? undefined : (readDocument(given.keys, 'keys', report)?.keys ?? []);
  const published = keys && (Array.isArray(keys) ? keys : []).filter((key) => key !== null && typeof key === 'object');
  checkSignature(certificate, published as Jwk[] | undefined, report, hash === told);
  checkConsistency(certificate, report);

  const first = given.previous === undefined ? undefined : readDocument(given.previous, 'previous', report);
  const records = checkRecords(certificate, given.records, report, first);
  if (records) {
    checkRoot(certificate, records, report);
    checkCounts(certificate, records, report);
  } else if (given.records.length > 0) report.notChecked('root, results', 'they need all documents, unchanged');
  const secret = given.secret === undefined ? undefined : readDocument(given.secret, 'secret', report);
  if (secret && typeof secret.secret !== 'string') report.wrong('secret', '/secret: it has none');
  else if (secret && records) checkMarks(records, secret.secret as string, report);
  else if (secret) report.notChecked('marks', 'they need all documents, unchanged');

  const proof = given.proof === undefined ? undefined : readDocument(given.proof, 'proof', report);
  if (proof) checkProof(certificate, proof, report);
  if (first) checkPrevious(certificate, first, report);
  else if (certificate.previous !== undefined) report.notChecked('previous certificate', 'it was not given');
  return report;
}

function readDocument(file: string, what: string, report: Report): JsonObject | undefined {
  // Some programs put a byte order mark before what they save; it is no part of the document.
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    report.wrong(what, `${file}: it is not JSON`);
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    report.wrong(what, `${file}: it is not an object`);
    return undefined;
  }
  if (hasTwins(text, value)) report.wrong(what, `${file}: a field stands there twice`);
  return value;
}

function hasShape(certificate: JsonObject, schemaFile: string, report: Report): boolean {
  if (certificate.certificateVersion !== 2) {
    report.wrong('version', '/certificateVersion: only version 2 is known here');
    return false;
  }
  const ajv = addFormats(new Ajv2020({ allErrors: true, strict: false }));
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  const valid = validate(certificate);
  report.all(
    'schema',
    (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath || '/'}: ${message} ${String((params as { additionalProperty?: string }).additionalProperty ?? '')}`.trim(),
    ),
    'version 2',
  );
  return valid;
}
