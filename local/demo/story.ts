import { relative } from 'node:path';
import type { RequestView } from './api';
import { bold, green, red, yellow } from './colours';
import { proofLines } from './proof-lines';
import type { Results } from './results';
import type { Fault } from './storage';
import { gapLines, keptLines, noticeLines, outcomesTable } from './tables';
import { count } from './words';
import { inOneLine } from '../terminal';

/** What stands above everything else. */
export const introduction = [
  '',
  bold('One privacy request, from the queue to the certificate'),
  '',
  '  All of it runs on this machine: the app in an embedded Functions host, Azurite as storage,',
  '  and an emulator that plays Azure Machine Learning. No account, nothing leaves the machine.',
  '',
].join('\n');

const realEndings: Readonly<Record<string, string>> = {
  completed: green('Completed: everything that was planned has reached a proven end, without gaps.'),
  completed_with_gaps: yellow('Completed with gaps: what was planned is done, and what was not is named below.'),
  failed: red('Failed.'),
};

const dryRunEndings: typeof realEndings = {
  completed: green('Dry run completed: the plan above is all. Nothing was exported, nothing was erased.'),
  completed_with_gaps: yellow('Dry run completed with gaps: nothing was exported, nothing was erased.'),
  failed: red('Failed.'),
};

/** The last screen of a request: what became of what, what is left, and where to read on. */
export function endText(request: RequestView, { certificate, files, packageFiles }: Results, out: string): string {
  const endings = request.dryRun ? dryRunEndings : realEndings;
  const parts = ['', endings[request.state] ?? red(`Ended: ${inOneLine(request.state)}.`)];
  if (request.failure) parts.push(inOneLine(request.failure));
  if (certificate) {
    if (!request.dryRun) parts.push('', outcomesTable(certificate));
    const kept = keptLines(certificate, false);
    if (kept.length > 0) parts.push('', bold('Still there, as it must be'), ...kept);
    const gaps = [...keptLines(certificate, true), ...gapLines(certificate.gaps)];
    if (gaps.length > 0) parts.push('', bold('Gaps'), ...gaps);
    const notices = noticeLines(certificate.notices);
    if (notices.length > 0)
      parts.push(
        '',
        bold('Names nobody: whose it is nobody can say, and a request for one person leaves it'),
        ...notices,
      );
    parts.push('', bold('The certificate'), ...proofLines(certificate));
  }
  const places = [
    ['Certificate', files.certificateHtml, 'open it in a browser; certificate.json is the same for programs'],
    ['Plan', files.plan, 'every item with the evidence that it is theirs'],
    ['Package', files.package, `what was exported, ${count(packageFiles, 'file')}; begin with README.html`],
    ['Result', files.resultMessage, 'what the ticketing system gets on the queue privacy-results'],
  ] as const;
  parts.push('', bold(`In ${shown(out)}`));
  for (const [what, file, note] of places) {
    if (file) parts.push(`  ${what.padEnd(12)} ${shown(file)}`, `  ${''.padEnd(12)} ${note}`);
  }
  if (files.certificate && files.keys && files.outcomes) {
    const records = `${shown(files.outcomes)}/*.ndjson`;
    parts.push('', 'Check it, without the app and without a network:');
    parts.push(
      `  npm run --silent verify-certificate -- ${shown(files.certificate)} ${records} --keys ${shown(files.keys)}`,
    );
  }
  parts.push('');
  return parts.join('\n');
}

/** Why a request was not taken up. */
export function refusalText({ title, faults }: { title: string; faults: readonly Fault[] }): string {
  const lines = faults.map(({ pointer, detail }) => inOneLine(`  ${pointer || '/'}: ${detail}`));
  return [
    '',
    red('The request was refused: nothing was looked at, nothing was touched.'),
    inOneLine(title),
    ...lines,
    '',
  ].join('\n');
}

function shown(path: string): string {
  const below = relative(process.cwd(), path);
  return below === '' || below.startsWith('..') ? path : below;
}
