/** What a sealed package is. */
export interface SealedPackage {
  /** Document with its contents. */
  contents: string;
  /** Blob of the zip in the packages container, if the request wants one. */
  blob?: string;
  files: number;
  /** Bytes of the zip, or of all files where there is none. */
  bytes: number;
  manifestSha256: string;
}
