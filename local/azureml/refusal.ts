/** What a refusal may carry besides code and message. */
export interface RefusalExtras {
  /** The documented or observed fact that this refusal imitates. */
  fact?: string;
  headers?: Record<string, string>;
}

/** A refusal of an emulated service: each service has a body of its own for it. */
export class Refusal extends Error {
  readonly headers: Record<string, string>;
  protected readonly fact: string | undefined;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    extras: RefusalExtras = {},
  ) {
    super(message);
    this.headers = extras.headers ?? {};
    this.fact = extras.fact;
  }
}
