import type { Server } from 'node:http';
import type { Socket } from 'node:net';
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

/** The first byte of a TLS record that begins a handshake; no HTTP request begins with it. */
const handshakeByte = 0x16;

/**
 * From here on the server answers by TLS as well, on the same port: what a connection speaks is told by its first byte.
 * Answers what ends all connections, also those that have not spoken yet.
 */
export function acceptTls(server: Server, rules: TlsRules): () => void {
  const open = new Set<Socket>();
  const serve = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  const serveAll = (socket: Socket): void => {
    for (const each of serve) each.call(server, socket);
  };
  const secured = { plain: createTls(rules, false, serveAll), asking: createTls(rules, true, serveAll) };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const giveUp = () => socket.destroy();
    socket.once('error', giveUp);
    const look = (): void => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) {
        // Readable without a byte: it ended.
        if (socket.readableEnded || socket.destroyed) return;
        socket.once('readable', look);
        return;
      }
      socket.removeListener('error', giveUp);
      socket.unshift(first);
      if (first[0] !== handshakeByte) {
        serveAll(socket);
        return;
      }
      // Of HTTP's server; by TLS a client that goes in the middle of the handshake would never be let go.
      socket.allowHalfOpen = false;
      (rules.asksClients() ? secured.asking : secured.plain).emit('connection', socket);
    };
    look();
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

function createTls(
  { certificates, truststoreOf }: TlsRules,
  requestCert: boolean,
  serve: (socket: Socket) => void,
): TlsServer {
  const { certificate: cert, privateKey: key } = certificates.unnamed;
  const server = createServer({
    cert,
    key,
    requestCert,
    // Whether a certificate is wanted is the domain's to say, and told by an answer.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
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
