import tls from 'node:tls';

/** Lets all clients in this process trust the certificate of a test run: `NODE_EXTRA_CA_CERTS` is read at start only. */
export function trust(pem: string): void {
  const make = tls.createSecureContext;
  tls.createSecureContext = (options) => make({ ...options, ca: options?.ca ?? [...tls.rootCertificates, pem] });
}
