import type { Azurite } from './azurite';
import type { BlobServiceReady } from './blob-service';
import type { Certificate } from './certificate';
import type { Child } from './child';
import type { EmulatorReady } from './host-settings';
import type { Proxies } from './proxies';
import type { LocalUser } from './users';

/** What to start. */
export interface SystemOptions {
  /** Folder for all state and logs. */
  dir: string;
  /** Seed file of the emulator. */
  seed: string;
  /** Port of the app; a free one unless told. */
  port?: number;
  /** App settings beyond those that the system makes. */
  settings?: Readonly<Record<string, string>>;
  /** Folder of the app; what `npm run build` made unless told. */
  app?: string;
  /** Whether the host's clock can be moved by an admin route. */
  testClock?: boolean;
  /** Whether the customers' accounts are in the blob service; if the seed needs it, unless told. */
  blobService?: boolean;
  /**
   * Whether the app's own documents are in the blob service too, which then must run: Azurite looks for each blob among
   * all blobs of an account, so that tens of thousands of documents take it longer than everything else.
   */
  ownDocumentsInBlobService?: boolean;
  /** Milliseconds that the emulator may take to write its seed; see ChildOptions. */
  seedingMs?: number;
  /** Starts everything but the host, for running the app in another one. */
  withoutHost?: boolean;
  /** Keeps a terminal's Ctrl-C from the processes: the caller stops them. */
  shielded?: boolean;
  /** Puts proxies between the host and everything that it calls, by which its connections can be cut. */
  proxied?: boolean;
}

/** The whole system, running. */
export interface RunningSystem {
  dir: string;
  /** URL of the app; empty without a host. */
  url: string;
  certificate: Certificate;
  azurite: Azurite;
  /** Where the customers' accounts are; undefined when they are in Azurite. */
  blobService: Child<BlobServiceReady> | undefined;
  emulator: Child<EmulatorReady>;
  host: Child<{ url: string }> | undefined;
  /** What stands between the host and the others; with `proxied` only. */
  proxies: Proxies | undefined;
  /** Environment of the host: every setting that the app reads. */
  hostEnvironment: Record<string, string>;
  /** Account that holds the app's own documents. */
  appAccount: string;
  users: LocalUser[];
  /** The storage file that emulator and listing read. */
  storageFile: string;
  /** Starts the host again on the same state, after it was stopped or killed. */
  restartHost(): Promise<void>;
  /** The same for the emulator, on its state and its ports. */
  restartEmulator(): Promise<void>;
  /** The same for Azurite. The blob service of local/storage keeps all in memory: it can't be started again. */
  restartStorage(): Promise<void>;
  stop(): Promise<void>;
}
