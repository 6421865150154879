import { inOneLine } from '../terminal';

/** Counts per resource type. */
export type Progress = Readonly<Record<string, { done: number; total: number }>>;

/** What a person sees while the demo runs: steps one after the other, each with what it came to. */
export interface View {
  /** Plain text. */
  say(text: string): void;
  /** A step begins. */
  begin(title: string, hint: string): void;
  /** How far the step that is under way has come. */
  progress(counts: Progress): void;
  /** The step that is under way has ended well. Does nothing when none is. */
  done(result: string): void;
  /** Nothing more is coming: whatever is drawn live is taken away and the cursor shown again. */
  close(): void;
}

const titleWidth = 14;

/** A step that is under way, in one line. */
export function beginLine(title: string, hint: string): string {
  return `  ${title.padEnd(titleWidth)}${hint}`;
}

/** A step that has ended, in one line. */
export function doneLine(title: string, result: string, milliseconds: number): string {
  return `${title.padEnd(titleWidth)}${inOneLine(result).padEnd(52)} ${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
}
