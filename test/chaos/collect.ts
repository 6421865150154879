import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Certificate } from '../../src/requests/certificate/certificate';
import type { OutcomeLine } from '../../src/requests/outcomes';
import { verify } from '../../tools/verify-certificate/verify';
import { planOf, type RequestView } from './driver';
import type { AppClient } from './app-client';
import type { PackagedFile, RequestEvidence } from './evidence';
import type { OwnStorage } from './own-storage';
import type { ChaosRequest } from './requests';

/** Reads what the app and its storage have of a request; the certificate and its documents are kept in `dir`. */
export async function collect(
  request: ChaosRequest,
  app: AppClient,
  storage: OwnStorage,
  told: string | undefined,
  dir: string,
): Promise<RequestEvidence> {
  const { id } = request;
  const path = `/api/requests/${id}`;
  const view = await app.json<RequestView>(path);
  const plan = await planOf(app, id);
  const certificate = await app.json<Certificate>(`${path}/certificate`);
  const folder = join(dir, id);
  await mkdir(folder, { recursive: true });
  const documents = await Promise.all(
    (certificate?.outcomeShards ?? [])
      .filter(({ blob }) => blob !== '')
      .map(async ({ blob }, index) => {
        const content = await storage.document('privacy-requests', blob);
        const file = join(folder, `outcomes-${index}.jsonl`);
        await writeFile(file, content);
        return { file, content };
      }),
  );
  const lines = documents.flatMap(({ content }) =>
    content
      .toString('utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as OutcomeLine),
  );
  const evidence: RequestEvidence = { request, view, plan, certificate, lines, refuted: [] };
  if (certificate) {
    const file = join(folder, 'certificate.json');
    const keys = join(folder, 'keys.json');
    await writeFile(file, JSON.stringify(certificate));
    await writeFile(keys, JSON.stringify(await app.json('/api/certificates/keys')));
    const records = documents.map((document) => document.file);
    const schema = resolve(__dirname, '../../../docs/certificate.schema.json');
    const report = verify({ certificate: file, records, schema, keys, sha256: told });
    if (report.failed) evidence.refuted = report.text().split('\n');
  }
  if (certificate?.package) evidence.files = await packageOf(app, path);
  return evidence;
}

/** The files that the manifest of a package names, with hashes of what the app gives for each. */
async function packageOf(app: AppClient, path: string): Promise<PackagedFile[]> {
  const manifest = await app.insist('GET', `${path}/package/manifest.json`, 'requester');
  const { files } = JSON.parse(manifest.body.toString('utf8')) as { files: PackagedFile[] };
  for (const file of files) {
    const inUrl = file.path.split('/').map(encodeURIComponent).join('/');
    const answer = await app.insist('GET', `${path}/package/${inUrl}`, 'requester');
    if (answer.status !== 200) continue;
    const hash = (algorithm: string) => createHash(algorithm).update(answer.body).digest('hex');
    file.found = { sha256: hash('sha256'), md5: hash('md5'), size: answer.body.length };
  }
  return files;
}
