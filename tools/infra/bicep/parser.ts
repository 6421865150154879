import { readFileSync } from 'node:fs';
import { Language, Parser, type Tree } from 'web-tree-sitter';

let ready: Promise<Parser> | undefined;

async function start(): Promise<Parser> {
  await Parser.init();
  const parser = new Parser();
  // Given the bytes: given a path, the package would import Node's modules dynamically, which jest refuses.
  const grammar = readFileSync(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
  return parser.setLanguage(await Language.load(new Uint8Array(grammar)));
}

/** A function that parses Bicep. Starting takes a moment and happens once; the parsing itself is synchronous. */
export async function bicepParser(): Promise<(text: string) => Tree> {
  const parser = await (ready ??= start());
  return (text) => {
    const tree = parser.parse(text);
    if (!tree) throw new Error('The parser of Bicep gave no tree.');
    return tree;
  };
}
