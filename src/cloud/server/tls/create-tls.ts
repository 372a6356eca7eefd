import { createServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import type { ServerCertificates } from './server-certificates.ts';

/** What the port has to know to answer by TLS. */
export interface TlsRules {
  readonly certificates: ServerCertificates;
  /** Whether clients are asked for certificates of their own; browsers show a dialog then. */
  asksClients(): boolean;
  /** The certificates, as PEM, that clients' own must come from at that server; undefined where none is wanted. */
  truststoreOf(serverName: string): Promise<string | undefined>;
}

/** A server of TLS that hands each connection on, secured, to `serve`. */
export function createTls(
  { certificates, truststoreOf }: TlsRules,
  requestCert: boolean,
  serve: (socket: TLSSocket) => void,
): TlsServer {
  const { certificate: cert, privateKey: key } = certificates.unnamed;
  const server = createServer({
    cert,
    key,
    requestCert,
    // Whether a certificate is wanted is the domain's to say, and told by an answer.
    rejectUnauthorized: false,
    // In our order: clients that speak both get what all data planes know.
    ALPNProtocols: ['http/1.1', 'h2'],
    SNICallback: (serverName, done) => {
      const name = serverName.toLowerCase();
      truststoreOf(name)
        .then((truststore) => certificates.contextOf(name, truststore))
        .then((context) => done(null, context), done);
    },
  });
  server.on('secureConnection', (socket: TLSSocket) => serve(socket));
  // A client that does not trust us hangs up: that is its right.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}
