import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsConnection } from '../../kernel/http.ts';

/** What is known of a connection by TLS; undefined for others. A client's certificate counts only when it is trusted. */
export function tlsConnectionOf(socket: Socket): TlsConnection | undefined {
  if (!isTls(socket)) return undefined;
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
  const serverName = socket.servername;
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    serverName: typeof serverName === 'string' ? serverName.toLowerCase() : undefined,
    clientCertificate: certificate && {
      pem: certificate.toString(),
      subject: distinguishedName(certificate.subject),
      issuer: distinguishedName(certificate.issuer),
      serialNumber: certificate.serialNumber.toLowerCase().match(/../g)?.join(':') ?? '',
      notBefore: certificate.validFrom,
      notAfter: certificate.validTo,
    },
  };
}

const isTls = (socket: Socket): socket is TLSSocket => 'encrypted' in socket && socket.encrypted === true;

/** From one part a line, the country first, to one line with the name first (RFC 4514). */
const distinguishedName = (lines: string): string => lines.split('\n').reverse().join(',');
