import { StringDecoder } from 'node:string_decoder';
import { CutOff, invalid, own, readElement, textOf } from './list-xml';
import type { BlobEntry, BlobPage } from './types';

const begin = '<Blobs>';

/**
 * Reads a page of a listing while it arrives, so that its text is never in memory as a whole: pages of 3 MB, one after
 * the other, are garbage that grows faster than it is collected.
 */
export class PageReader {
  private readonly decoder = new StringDecoder('utf8');
  private readonly blobs: BlobEntry[] = [];
  private where: 'before' | 'among' | 'behind' = 'before';
  /** What is not read yet. */
  private text = '';

  /** Takes the next piece. Throws a transient AzureError for what isn't a listing. */
  add(piece: Uint8Array): void {
    this.text += this.decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    if (this.where === 'before') {
      const at = this.text.indexOf(begin);
      if (at < 0) return;
      this.where = 'among';
      this.text = this.text.slice(at + begin.length);
    }
    if (this.where === 'among') this.readEntries();
  }

  /** The page, when all of it was there. Throws a transient AzureError when it wasn't. */
  end(): BlobPage {
    const rest = this.text + this.decoder.end();
    if (this.where === 'among' || !rest.trimEnd().endsWith('</EnumerationResults>')) throw invalid();
    // Only behind the blobs: among them a user's metadata may have any name.
    const next = /<NextMarker>([^<]+)<\/NextMarker>/.exec(rest)?.[1];
    return next === undefined ? { blobs: this.blobs } : { blobs: this.blobs, next: textOf(next) };
  }

  private readEntries(): void {
    let at = 0;
    try {
      for (;;) {
        const open = this.text.indexOf('<', at);
        if (open < 0 || open + 1 === this.text.length) break;
        if (this.text[open + 1] === '/') {
          this.where = 'behind';
          break;
        }
        const { entry, end } = readElement(this.text, open);
        at = end;
        if (entry) this.blobs.push(entry);
      }
    } catch (thrown) {
      // The rest of this one comes with the next piece.
      if (!(thrown instanceof CutOff)) throw thrown;
    }
    this.text = own(this.text.slice(at));
  }
}
