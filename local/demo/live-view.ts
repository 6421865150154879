import { MultiBar, type SingleBar } from 'cli-progress';
import { bold, dim, green } from './colours';
import { doneLine, type Progress, type View } from './view';

/** Rows of the screen that are not for bars of types. */
const rowsAround = 4;

/** A terminal: bars for the step that is under way, which shrink to one line when it has ended. */
export class LiveView implements View {
  private step: { title: string; since: number; head: SingleBar; bars: MultiBar } | undefined;
  private readonly byType = new Map<string, SingleBar>();
  /** Types whose bar made room for another one. */
  private readonly finished = new Set<string>();

  constructor(private readonly out: NodeJS.WriteStream) {}

  say(text: string): void {
    this.out.write(`${text}\n`);
  }

  begin(title: string, hint: string): void {
    this.close();
    const bars = new MultiBar({
      ...{ stream: this.out, hideCursor: true, clearOnComplete: true, emptyOnZero: true, barsize: 24, fps: 8 },
      ...{ barCompleteChar: '█', barIncompleteChar: '░', forceRedraw: true, gracefulExit: false },
      format: `    {type} ${green('{bar}')} {value}/{total}`,
    });
    const head = bars.create(
      1,
      0,
      { title: title.padEnd(14), hint },
      { format: `· ${bold('{title}')}${dim('{hint} ({duration} s)')}` },
    );
    this.step = { title, since: Date.now(), head, bars };
  }

  progress(counts: Progress): void {
    if (!this.step) return;
    for (const [type, { done, total }] of Object.entries(counts)) {
      const bar = this.byType.get(type) ?? this.addBar(type, total);
      bar?.setTotal(total);
      bar?.update(done);
    }
  }

  /** Bars that don't fit on the screen can't be redrawn: a finished one makes room, and without any the type waits. */
  private addBar(type: string, total: number): SingleBar | undefined {
    if (!this.step || this.finished.has(type)) return undefined;
    if (this.byType.size >= this.out.rows - rowsAround) {
      const full = [...this.byType].find(([, bar]) => bar.getProgress() >= 1);
      if (!full) return undefined;
      this.step.bars.remove(full[1]);
      this.byType.delete(full[0]);
      this.finished.add(full[0]);
    }
    const bar = this.step.bars.create(total, 0, { type: type.padEnd(25) });
    this.byType.set(type, bar);
    return bar;
  }

  done(result: string): void {
    if (!this.step) return;
    const { title, since } = this.step;
    this.close();
    this.say(`${green('✓')} ${doneLine(title, result, Date.now() - since)}`);
  }

  close(): void {
    this.step?.bars.stop();
    this.step = undefined;
    this.byType.clear();
    this.finished.clear();
  }
}
