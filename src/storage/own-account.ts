/**
 * Whether this program keeps its own documents in an account: without them there would be no certificate. Emulators
 * have the account in the path of `blobServiceUri`, Azure in its host name.
 */
export function isOwnAccount(account: string, blobServiceUri: string): boolean {
  const { hostname, pathname } = new URL(blobServiceUri);
  return [hostname.split('.')[0], pathname.split('/')[1]].includes(account);
}
