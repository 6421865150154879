import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { markdownFiles, project, textOf } from './markdown-files';

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)];
  return new Set(
    headings.map(([, text]) =>
      (text ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

function brokenLinks(file: string): string[] {
  const text = textOf(file).replace(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const linked = path ? join(dirname(file), decodeURIComponent(path)) : file;
    if (!existsSync(join(project, linked))) return true;
    return anchor !== undefined && linked.endsWith('.md') && !anchorsOf(textOf(linked)).has(anchor);
  });
}

describe('links between pages', () => {
  it.each(markdownFiles())('%s leads to files and headings that exist', (file) => {
    expect(brokenLinks(file)).toEqual([]);
  });

  it('knows the pages of the project', () => {
    expect(markdownFiles()).toEqual(expect.arrayContaining(['README.md', 'docs/concepts.md']));
  });
});
