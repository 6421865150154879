import type { BlobStore } from './blob-store';
import type { FileShares } from './files/file-shares';
import type { Operations } from './operations';
import type { Settings } from './settings';
import type { State } from './state';

/** What the handlers work with. */
export interface EmulatorContext {
  state: State;
  settings: Settings;
  blobs: BlobStore;
  files: FileShares;
  operations: Operations;
  now: () => Date;
  /** `https://127.0.0.1:PORT`, known once the server listens. */
  baseUrl: () => string;
}
