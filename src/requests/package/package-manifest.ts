import type { DescribingFile } from './package-contents';
import type { PackageFile } from './package-files';

/** What the describing files say of the package as a whole. */
export interface PackageAbout {
  requestId: string;
  /** RFC 3339. */
  madeAt: string;
  /** Whether other people were taken out of the records; undefined when the request names no subject. */
  otherPeople?: 'redacted' | 'kept';
}

/**
 * The text of manifest.json: every file with its checksum and where it comes from, one a line. `describing`: the files
 * beside it that come from no workspace.
 */
export async function* manifestJson(
  about: PackageAbout,
  describing: readonly DescribingFile[],
  files: AsyncIterable<PackageFile>,
): AsyncGenerator<Buffer> {
  const head = JSON.stringify({ manifestVersion: 1, ...about });
  yield Buffer.from(`${head.slice(0, -1)},"files":[\n`);
  let before = '';
  for (const { path, size, sha256 } of describing) {
    yield Buffer.from(`${before}${JSON.stringify({ path, size, sha256, at: about.madeAt })}`);
    before = ',\n';
  }
  for await (const { blob: _blob, crc32: _crc32, ...file } of files) {
    yield Buffer.from(`${before}${JSON.stringify(file)}`);
    before = ',\n';
  }
  yield Buffer.from('\n]}\n');
}

/**
 * The text of ro-crate-metadata.json, by which research data tools know the package (RO-Crate 1.1). Goes over the files
 * twice and remembers none.
 */
export async function* roCrateJson(
  about: PackageAbout,
  files: () => AsyncIterable<PackageFile>,
): AsyncGenerator<Buffer> {
  const id = (path: string) => ({ '@id': encodeURI(path) });
  const head = JSON.stringify({
    '@id': 'ro-crate-metadata.json',
    '@type': 'CreativeWork',
    conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
    about: { '@id': './' },
  });
  const root = JSON.stringify({
    '@id': './',
    '@type': 'Dataset',
    name: `Data held in Azure Machine Learning: request ${about.requestId}`,
    description: 'Records and files of Azure Machine Learning, exported for a request. README.html explains them.',
    datePublished: about.madeAt,
    license: 'No licence: a copy for the person or organisation that asked for it.',
  });
  yield Buffer.from(`{"@context":"https://w3id.org/ro/crate/1.1/context","@graph":[\n${head},\n`);
  const parts = ['README.html', 'manifest.json'].map((path) => JSON.stringify(id(path)));
  yield Buffer.from(`${root.slice(0, -1)},"hasPart":[${parts.join(',')}`);
  for await (const { path } of files()) yield Buffer.from(`,\n${JSON.stringify(id(path))}`);
  yield Buffer.from(']}');
  const page = { ...id('README.html'), '@type': 'File', name: 'Start here', encodingFormat: 'text/html' };
  const list = { ...id('manifest.json'), '@type': 'File', name: 'Manifest', encodingFormat: 'application/json' };
  for (const entity of [page, list]) yield Buffer.from(`,\n${JSON.stringify(entity)}`);
  for await (const { path, size, sha256, at } of files()) {
    const entity = { ...id(path), '@type': 'File', contentSize: String(size), sha256, sdDatePublished: at };
    yield Buffer.from(`,\n${JSON.stringify(entity)}`);
  }
  yield Buffer.from('\n]}\n');
}
