import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, PlanView, RequestView } from './api';
import type { DemoStorage, ResultMessage } from './storage';
import type { CertificateView } from './tables';
import { unzip } from './unzip';

/** Files that were written, by what they are; absolute paths. */
export type Files = Partial<
  Record<
    | 'certificate'
    | 'certificateHtml'
    | 'keys'
    | 'outcomes'
    | 'markSecret'
    | 'plan'
    | 'package'
    | 'packageZip'
    | 'resultMessage',
    string
  >
>;

/** What was fetched at the end of a request. */
export interface Results {
  files: Files;
  certificate: CertificateView | undefined;
  message: ResultMessage | undefined;
  packageFiles: number;
}

/** Where results come from and go to. */
export interface ResultSource {
  request: RequestView;
  plan: PlanView | undefined;
  api: Api;
  storage: DemoStorage;
  /** The certificate of the local servers, for the link to a large package. */
  ca: string;
  out: string;
  signal: AbortSignal;
}

/** Writes plan, certificate, package and result message of an ended request into the folder. */
export async function fetchResults(source: ResultSource): Promise<Results> {
  const { request, plan, api, out } = source;
  const results: Results = { files: {}, certificate: undefined, message: undefined, packageFiles: 0 };
  const write = async (name: keyof Files, file: string, text: string) => {
    await writeFile(join(out, file), text);
    results.files[name] = join(out, file);
  };
  if (plan) await write('plan', 'plan.json', pretty(plan));
  const { certificate, package: zip } = request.links;
  if (certificate) {
    const text = await api.text(certificate, 'application/json');
    results.certificate = JSON.parse(text) as CertificateView;
    // As it came: these are the bytes that its hash is over.
    await write('certificate', 'certificate.json', text);
    await write('keys', 'keys.json', await api.text('/api/certificates/keys', 'application/json'));
    const { outcomes, markSecret } = await fetchOutcomes(results.certificate, source);
    results.files.outcomes = outcomes;
    results.files.markSecret = markSecret;
    await write('certificateHtml', 'certificate.html', await api.text(certificate, 'text/html'));
  }
  if (zip) {
    const file = join(out, 'package.zip');
    await api.download(zip, file, source.ca);
    results.files.packageZip = file;
    results.packageFiles = await unzip(file, join(out, 'package'));
    results.files.package = join(out, 'package');
  }
  results.message = await resultOf(source);
  await write('resultMessage', 'result-message.json', pretty(results.message));
  return results;
}

/** Writes the restricted documents that the certificate names, and the secret behind its marks: what checks need. */
async function fetchOutcomes(
  { outcomeShards }: CertificateView,
  { storage, out, signal }: ResultSource,
): Promise<Pick<Files, 'outcomes' | 'markSecret'>> {
  const outcomes = join(out, 'outcomes');
  await mkdir(outcomes);
  for (const { blob } of outcomeShards)
    await writeFile(join(outcomes, basename(blob)), await storage.document(blob, signal));
  const [folder] = /^requests\/[^/]+/.exec(outcomeShards[0]?.blob ?? '') ?? [];
  if (folder === undefined) return { outcomes };
  const markSecret = join(out, 'mark-secret.json');
  await writeFile(markSecret, await storage.document(`${folder}/mark-secret.json`, signal), { mode: 0o600 });
  return { outcomes, markSecret };
}

/** The message that tells the ticketing system; it comes shortly after the end. */
async function resultOf({ request, storage, signal }: ResultSource): Promise<ResultMessage> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const message = await storage.result(signal);
    if (message?.requestId === request.id) return message;
    await sleep(200, undefined, { signal });
  }
  throw new Error('The request has ended, but no result came on the queue privacy-results.');
}

/** JSON as people read it. */
export function pretty(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
