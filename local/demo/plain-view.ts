import { beginLine, doneLine, type Progress, type View } from './view';

/** Lines only, for logs and pipes. A type gets a line when it is through, or every few seconds while it is not. */
export class PlainView implements View {
  private step: { title: string; since: number } | undefined;
  private seen: Progress = {};
  private lastLine = 0;

  constructor(
    private readonly out: NodeJS.WritableStream,
    private readonly everyMs = 5_000,
  ) {}

  say(text: string): void {
    this.out.write(`${text}\n`);
    this.lastLine = Date.now();
  }

  begin(title: string, hint: string): void {
    this.step = { title, since: Date.now() };
    this.seen = {};
    this.say(beginLine(title, hint));
  }

  progress(counts: Progress): void {
    const late = Date.now() - this.lastLine > this.everyMs;
    for (const [type, { done, total }] of Object.entries(counts)) {
      if (this.seen[type]?.done === done || done === 0 || (done < total && !late)) continue;
      this.say(`    ${type.padEnd(25)} ${done}/${total}`);
    }
    this.seen = counts;
  }

  done(result: string): void {
    if (!this.step) return;
    this.say(`✓ ${doneLine(this.step.title, result, Date.now() - this.step.since)}`);
    this.step = undefined;
  }

  close(): void {
    this.step = undefined;
  }
}
