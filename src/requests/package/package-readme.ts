import { html, Html, humanBytes, page } from '../html';
import type { PackageFile } from './package-files';
import type { PackageAbout } from './package-manifest';
import { day, itemsOf, row } from './package-readme-rows';

/** How the page calls a type of thing. */
export interface TypeWords {
  /** Plural, as a heading. */
  title: string;
  /** One line. */
  summary: string;
}

/** What there is of one type. */
export interface TypeTotal {
  items: number;
  files: number;
  bytes: number;
}

/** What a package holds, by type, in the order of its files. */
export interface PackageTotals {
  types: Map<string, TypeTotal>;
  workspaces: Set<string>;
}

/** Adds up what there is. Reads the files once and remembers a line per type. */
export async function totalsOf(files: AsyncIterable<PackageFile>): Promise<PackageTotals> {
  const totals: PackageTotals = { types: new Map(), workspaces: new Set() };
  let before = '';
  for await (const file of files) {
    const total = totals.types.get(file.type) ?? { items: 0, files: 0, bytes: 0 };
    if (file.ref !== before) total.items += 1;
    before = file.ref;
    total.files += 1;
    total.bytes += file.size;
    totals.types.set(file.type, total);
    totals.workspaces.add(file.workspace);
  }
  return totals;
}

/**
 * The page that a package begins with, for a reader who isn't an engineer: pieces of HTML, as many as there are things,
 * so that its length does not matter. `words` says how a type is called.
 */
export async function* packageReadme(
  about: PackageAbout,
  totals: PackageTotals,
  files: AsyncIterable<PackageFile>,
  words: (type: string) => TypeWords,
): AsyncGenerator<Buffer> {
  const cut = '<!-- contents -->';
  const frame = page(`Data held in Azure Machine Learning: ${about.requestId}`, new Html(cut), style);
  const [head = '', tail = ''] = frame.split(cut);
  const write = (...parts: Html[]) => Buffer.from(dense(parts.map(({ text }) => text).join('')));
  yield Buffer.from(head);
  yield write(introduction(about), contents(totals, words));
  let open: string | undefined;
  for await (const item of itemsOf(files)) {
    if (item.type !== open) {
      if (open !== undefined) yield Buffer.from(tableEnd);
      yield write(sectionHead(item.type, totals, words));
      open = item.type;
    }
    yield write(row(item, totals.workspaces.size > 1));
  }
  if (open !== undefined) yield Buffer.from(tableEnd);
  yield Buffer.from(tail);
}

/** Templates are indented for people who read code; in a table of many rows that would be most of the page. */
function dense(text: string): string {
  return text.replace(/\n\s*/g, '\n');
}

const style = `
  .lead { font-size: 1.1em; }
  .what { width: 55%; }
  .name { font-weight: 600; overflow-wrap: anywhere; }
  .where { opacity: 0.7; font-weight: normal; }
  td details ul { margin: 0.2em 0 0.4em; padding-left: 1.2em; }
  td li { overflow-wrap: anywhere; }
  td li span, .links { font-size: 0.9em; }
  summary { cursor: pointer; font-size: 0.9em; }
  nav table { max-width: 40em; }
`;

function introduction({ requestId, madeAt, otherPeople }: PackageAbout): Html {
  return html`<h1>Data held in Azure Machine Learning</h1>
    <p class="lead">
      This package is the answer to request <b>${requestId}</b>. It was made on ${day(madeAt)} at
      ${madeAt.slice(11, 16)} UTC and holds copies; nothing in it changes when the originals do.
    </p>
    <h2>How to read it</h2>
    <ul>
      <li>
        <b>Records</b> are what the service keeps about a thing: its name, who made it and when, its settings. They are
        text files (JSON) that any editor opens. Passwords and access keys in them are left out.
      </li>
      <li><b>Files</b> are the stored contents, byte for byte as they were: logs, results, models, notebooks.</li>
      <li><b>Metrics</b> are tables (CSV) of the numbers that a job reported; any spreadsheet program opens them.</li>
      <li>
        <a href="manifest.json">manifest.json</a> lists every file with where it comes from and a checksum (SHA-256)
        that proves that it is unchanged.
      </li>
    </ul>
    ${peopleNote(otherPeople)}`;
}

function peopleNote(otherPeople: PackageAbout['otherPeople']): Html | undefined {
  if (!otherPeople) return undefined;
  return otherPeople === 'redacted'
    ? html`<p>
        <b>Other people.</b> Where records name somebody else by name, e-mail address or id,
        <code>[redacted]</code> stands instead; manifest.json lists the places. The stored files and their names are not
        changed: they may name others, so share them with care.
      </p>`
    : html`<p>
        <b>Other people.</b> Records and files are as they were and may name other people, so share them with care.
      </p>`;
}

function contents({ types }: PackageTotals, words: (type: string) => TypeWords): Html {
  if (types.size === 0)
    return html`<p><b>Nothing was found.</b> The package holds only this page and the manifest.</p>`;
  return html`<h2>What is inside</h2>
    <nav>
      <table>
        <thead>
          <tr>
            <th>Kind</th>
            <th class="n">Number</th>
            <th class="n">Files here</th>
            <th class="n">Size</th>
          </tr>
        </thead>
        <tbody>
          ${[...types].map(
            ([type, total]) =>
              html`<tr>
                <td><a href="#${type}">${words(type).title}</a></td>
                <td class="n">${total.items}</td>
                <td class="n">${total.files}</td>
                <td class="n w">${humanBytes(total.bytes)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </nav>`;
}

function sectionHead(type: string, { types }: PackageTotals, words: (type: string) => TypeWords): Html {
  const { title, summary } = words(type);
  const head = html`<h2 id="${type}">${title}</h2>
    <p>${summary} Here: ${types.get(type)?.items ?? 0}.</p>`;
  return new Html(head.text + tableHead);
}

const tableEnd = '</tbody></table>';
const tableHead =
  '<table><thead><tr><th class="what">Name</th><th>Made on</th><th class="n">Files</th><th class="n">Size</th></tr></thead><tbody>';
