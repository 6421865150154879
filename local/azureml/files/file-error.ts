import { escapeXml } from './xml';

/** A refusal with the status, code and body shape of Azure Files. */
export class FileError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The documented fact that this refusal imitates. */
    private readonly fact: string,
  ) {
    super(message);
  }

  /** The XML body; the imitated fact travels in an element of its own, which clients leave alone. */
  body(): string {
    const fact = `<EmulatedFact>${escapeXml(this.fact)}</EmulatedFact>`;
    const code = `<Code>${this.code}</Code><Message>${escapeXml(this.message)}</Message>`;
    return `<?xml version="1.0" encoding="utf-8"?><Error>${code}${fact}</Error>`;
  }
}

/** What the emulator does not do, named. */
export function unsupported(what: string): FileError {
  return new FileError(501, 'EmulatorUnsupported', `The emulator does not support ${what}.`, 'No fact: not built.');
}
