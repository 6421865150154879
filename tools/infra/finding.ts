import type { Place } from './bicep/model';

/** Something that is wrong, with what to do about it. */
export interface Finding {
  at: Place;
  rule: string;
  message: string;
}

/** `file:line rule message`, as it is printed. */
export function findingText({ at, rule, message }: Finding): string {
  return `${at.file}:${at.line} ${rule} ${message}`;
}

/** A function that makes findings of one rule. */
export function findings(rule: string): (at: Place, message: string) => Finding {
  return (at, message) => ({ at, rule, message });
}

/** Findings by place, each said once though several deployments have it. */
export function distinct(all: readonly Finding[]): Finding[] {
  const byText = new Map(all.map((finding) => [findingText(finding), finding]));
  return [...byText.values()].sort((a, b) => a.at.file.localeCompare(b.at.file) || a.at.line - b.at.line);
}
