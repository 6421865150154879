/** What is measured. */
export const operations = ['list', 'erase', 'copy in the service', 'copy through the client'] as const;
/** One of them. */
export type Operation = (typeof operations)[number];

/** Where the service under test is and what a client needs to call it. */
export interface Target {
  /** Of the account, `https://127.0.0.1:1234/devstoreaccount1`. */
  url: string;
  account: string;
  /** Base64. */
  accountKey: string;
  /** File with the service's certificate, PEM. */
  certFile: string;
  /** The managed identity endpoint that our own client asks for tokens. */
  identityUrl: string;
  /** A token for clients that don't ask for one. */
  token: string;
}

/** One run of one client. */
export interface Job {
  operation: Operation;
  container: string;
  /** Blobs in it. */
  count: number;
  /** Container that copies go to; exists and is empty. */
  into: string;
}

/** What one run took. */
export interface Measure {
  seconds: number;
  /** User and system time of the client. */
  cpuSeconds: number;
  /** Peak resident set of the client. */
  rssBytes: number;
}

/** Medians of one client for one operation at one size. */
export interface Row extends Measure {
  service: 'store' | 'null';
  operation: Operation;
  client: string;
  count: number;
  /** Runs that the medians are of. */
  rounds: number;
}

/** The account that emulators have, with its public key: rclone knows no other for them. */
export const emulatorAccount = {
  name: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};
