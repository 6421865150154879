import type { PublishedKey } from './jwk';

/** A key that signs certificates. */
export interface Signer {
  /** The public half. */
  key: PublishedKey;
  /** The signature of a text as JWS has it: for ES256 the two numbers one after the other. Throws AzureError. */
  sign(text: string): Promise<Buffer>;
}
