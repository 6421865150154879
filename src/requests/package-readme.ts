import { html, humanBytes, page, type Html } from './html';
import type { PackageFile } from './package-files';

const typeTitles: Record<string, string> = {
  schedule: 'Schedules',
  onlineEndpoint: 'Online endpoints',
  runHistory: 'Files of jobs (logs, metrics, outputs)',
  job: 'Jobs',
  model: 'Models',
  dataAsset: 'Data assets',
  compute: 'Computes',
};

/** Files listed per type on the page; the rest stands in manifest.json. */
const listLimit = 2_000;

/** The first page of a package, for a reader who isn't an engineer. `files` is read once; it may be long. */
export async function packageReadme(
  requestId: string,
  madeAt: string,
  files: AsyncIterable<PackageFile>,
): Promise<string> {
  const types = new Map<string, { count: number; bytes: number; rows: Html[] }>();
  for await (const file of files) {
    const entry = types.get(file.type) ?? { count: 0, bytes: 0, rows: [] };
    entry.count += 1;
    entry.bytes += file.size;
    if (entry.rows.length < listLimit) {
      const link = file.path.split('/').map(encodeURIComponent).join('/');
      entry.rows.push(
        html`<tr>
          <td><a href="${link}">${file.path}</a></td>
          <td class="n">${humanBytes(file.size)}</td>
        </tr>`,
      );
    }
    types.set(file.type, entry);
  }
  const sections = [...types].map(
    ([type, { count, bytes, rows }]) =>
      html`<h2>${typeTitles[type] ?? type}</h2>
        <p>
          ${count} files,
          ${humanBytes(bytes)}.${count > rows.length ? ` The first ${rows.length}; manifest.json has all.` : ''}
        </p>
        <table>
          ${rows}
        </table>`,
  );
  return page(
    `Your data: ${requestId}`,
    html`<h1>Data held in Azure Machine Learning</h1>
      <p>
        This package answers request <b>${requestId}</b>. It was made on ${madeAt}. Below are the records that the
        service keeps (JSON, as the service stores them) and the files that belong to them, exactly as they were.
        <code>manifest.json</code> lists every file with its size and SHA-256 checksum.
      </p>
      ${sections.length > 0 ? sections : html`<p>Nothing was found.</p>`}`,
  );
}
