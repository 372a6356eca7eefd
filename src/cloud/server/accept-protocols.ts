import type { Server } from 'node:http';
import type { Http2Server } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createTls, type TlsRules } from './tls/create-tls.ts';

/** What a port speaks beside HTTP/1.1. */
export interface Protocols {
  readonly http2: Http2Server;
  readonly tls: TlsRules | undefined;
}

/** The first byte of a TLS record that begins a handshake; no HTTP request begins with it. */
const handshakeByte = 0x16;
/** What connections of HTTP/2 begin with; `PRI` is no method of HTTP/1.1. */
const preface = Buffer.from('PRI');

/**
 * From here on the server speaks HTTP/2 as well, as the SDKs' clients of Kinesis want it, and TLS, all on one port: what a
 * connection speaks is told by its first bytes. Answers what ends all connections, also those that have not spoken yet.
 */
export function acceptProtocols(server: Server, { http2, tls }: Protocols): () => void {
  const open = new Set<Socket>();
  const serve = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  const serveHttp1 = (socket: Socket): void => {
    for (const each of serve) each.call(server, socket);
  };
  const serveSecured = (socket: TLSSocket): void => {
    if (socket.alpnProtocol === 'h2') http2.emit('connection', socket);
    else serveHttp1(socket);
  };
  const secured = tls && { plain: createTls(tls, false, serveSecured), asking: createTls(tls, true, serveSecured) };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    onFirstBytes(socket, (first) => {
      if (secured && first[0] === handshakeByte) {
        // Of HTTP's server; by TLS a client that goes in the middle of the handshake would never be let go.
        socket.allowHalfOpen = false;
        (tls?.asksClients() ? secured.asking : secured.plain).emit('connection', socket);
      } else if (first.subarray(0, preface.length).equals(preface)) http2.emit('connection', socket);
      else serveHttp1(socket);
    });
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

/** Calls `then` when enough has come to tell the protocol, and leaves it in the socket. */
function onFirstBytes(socket: Socket, then: (first: Buffer) => void): void {
  const giveUp = () => socket.destroy();
  socket.once('error', giveUp);
  const look = (): void => {
    const first = socket.read() as Buffer | null;
    if (first === null) {
      // Readable without a byte: it ended.
      if (!socket.readableEnded && !socket.destroyed) socket.once('readable', look);
      return;
    }
    socket.unshift(first);
    const isUnclear = first.length < preface.length && preface.subarray(0, first.length).equals(first);
    if (isUnclear) {
      socket.once('readable', look);
      return;
    }
    socket.removeListener('error', giveUp);
    then(first);
  };
  look();
}
