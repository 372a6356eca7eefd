import type { Socket } from 'node:net';

/** Where a connection comes from: an IPv4 address as such, where the socket listens on IPv6. */
export function remoteAddressOf(socket: Pick<Socket, 'remoteAddress'> | undefined): string {
  const remoteAddress = socket?.remoteAddress ?? '127.0.0.1';
  return remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress;
}
