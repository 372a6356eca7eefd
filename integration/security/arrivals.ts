import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that came to a port of this process, and has been answered. */
interface Arrival {
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

/** Sees what a server of this process has answered, without standing in the way. */
export interface Arrivals {
  /** Those whose URL holds a text. */
  with(text: string): readonly Arrival[];
  /** Called after each answer. */
  onArrival: () => void;
  close(): void;
}

const channel = 'http.server.response.finish'; // https://nodejs.org/api/diagnostics_channel.html#http

export function watchArrivals(port: number): Arrivals {
  const seen: Arrival[] = [];
  const arrivals: Arrivals = {
    with: (text) => seen.filter(({ url }) => url.includes(text)),
    onArrival: () => {},
    close: () => unsubscribe(channel, onFinish),
  };
  const onFinish = (message: unknown) => {
    const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse };
    if (request.socket.localPort !== port) return;
    seen.push({ method: request.method ?? '', url: request.url ?? '', status: response.statusCode });
    arrivals.onArrival();
  };
  subscribe(channel, onFinish);
  return arrivals;
}
