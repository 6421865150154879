/**
 * Thrown where a call would have to wait for long in a function. Nothing failed: the call is made again after a durable
 * timer, and meanwhile others have its slot. Whoever catches errors of Azure passes it on (see `asAzureError`).
 */
export class GiveWay extends Error {
  /** `seconds`: after how long it is worth while to come back. */
  constructor(readonly seconds: number) {
    super(`To be called again in ${seconds} seconds.`);
    this.name = 'GiveWay';
  }
}

/** What an activity answers instead of its result: call me again after so many seconds. */
export interface Later {
  later: number;
}
