import { html, humanBytes, type Html } from '../html';
import type { PackageFile } from './package-files';

/** Links to files that one thing gets on the page; manifest.json has all. Bounds what is held in memory. */
const linksPerItem = 1_000;

/** One thing with what the package has of it; links beyond the limit are only counted. */
export interface ReadmeItem {
  type: string;
  name: string;
  workspace: string;
  createdAt?: string;
  bytes: number;
  count: number;
  records: PackageFile[];
  metrics: PackageFile[];
  files: PackageFile[];
}

/** Files that follow each other and belong to one thing, put together. */
export async function* itemsOf(files: AsyncIterable<PackageFile>): AsyncGenerator<ReadmeItem> {
  let ref = '';
  let item: ReadmeItem | undefined;
  for await (const file of files) {
    if (!item || file.ref !== ref) {
      if (item) yield item;
      const { type, item: name, workspace, createdAt } = file;
      item = { ...{ type, name, workspace, createdAt, bytes: 0, count: 0 }, records: [], metrics: [], files: [] };
      ref = file.ref;
    }
    item.bytes += file.size;
    item.count += 1;
    const list = file.path.startsWith('records/')
      ? item.records
      : file.path.startsWith('metrics/')
        ? item.metrics
        : item.files;
    if (list.length < linksPerItem) list.push(file);
  }
  if (item) yield item;
}

/** The row of one thing, with its links. */
export function row(item: ReadmeItem, manyWorkspaces: boolean): Html {
  const linked = item.records.length + item.metrics.length + item.files.length;
  return html`<tr>
    <td>
      <div class="name">${item.name}${manyWorkspaces && html` <span class="where">in ${item.workspace}</span>`}</div>
      ${item.records.length > 0 && html`<div class="links">${item.records.map(recordLink)}</div>`}
      ${fileList(item.metrics, 'metric')} ${fileList(item.files, 'file')}
      ${item.count > linked && html`<div class="links">${item.count - linked} more: see manifest.json</div>`}
    </td>
    <td class="w">${item.createdAt === undefined ? '' : day(item.createdAt)}</td>
    <td class="n">${item.count}</td>
    <td class="n w">${humanBytes(item.bytes)}</td>
  </tr>`;
}

function recordLink({ path }: PackageFile, index: number): Html {
  // records/<type>/<name>.<reference>.<source>.json
  const source = /\.([^.]+)\.json$/.exec(path)?.[1] ?? 'arm';
  return html`${index > 0 && ' · '}<a href="${href(path)}">${source === 'arm' ? 'record' : `record (${source})`}</a>`;
}

function fileList(files: readonly PackageFile[], word: string): Html | undefined {
  if (files.length === 0) return undefined;
  return html`<details>
    <summary>${files.length} ${word}${files.length === 1 ? '' : 's'}</summary>
    <ul>
      ${files.map(
        ({ path, size }) => html`<li><a href="${href(path)}">${below(path)}</a> <span>${humanBytes(size)}</span></li>`,
      )}
    </ul>
  </details>`;
}

/** A path without its folders of type, item and place, which the table has said. */
function below(path: string): string {
  const parts = path.split('/');
  return parts.slice(parts[0] === 'metrics' ? 2 : parts[3] === 'logs' ? 3 : 4).join('/') || path;
}

function href(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A day as people write it, such as 2 March 2026, in UTC. */
export function day(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
