import { AzureError } from './azure-error';

/** The links of one list that were followed so far: a list that leads back to one of them would have no end. */
export class Trail {
  private readonly seen: Set<string>;

  /** `seen`: what an earlier part of the same walk followed. */
  constructor(seen: Iterable<string> = []) {
    this.seen = new Set(seen);
  }

  /** Notes a link that is about to be followed, and gives it back; none is the end. Throws AzureError for a loop. */
  follow<T extends string | undefined>(link: T): T {
    if (link === undefined) return link;
    if (this.seen.has(link)) {
      throw new AzureError(502, 'LoopingNextLink', 'A list led back to a page already read.', false);
    }
    this.seen.add(link);
    return link;
  }
}
