import { connect } from 'node:net';

/** The lines of an answer's head, read from the socket: clients show names of headers in lower case. */
export function headerLines(url: string, lines: readonly string[] = []): Promise<string[]> {
  const { hostname, port, pathname, search } = new URL(url);
  const head = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${hostname}:${port}`, 'Connection: close', ...lines];
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(`${head.join('\r\n')}\r\n\r\n`));
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      received += String(text);
    });
    socket.on('end', () => resolve(received.split('\r\n\r\n', 1)[0]?.split('\r\n').slice(1) ?? []));
    socket.on('error', reject);
  });
}

/** The names of the headers of an answer, as they were written. */
export const headerNames = async (url: string, lines?: readonly string[]): Promise<string[]> =>
  (await headerLines(url, lines)).map((line) => line.slice(0, line.indexOf(':')));
