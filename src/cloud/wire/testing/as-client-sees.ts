import { clientsOwn } from './random-values.ts';

/** Streams collected to bytes, so that a client's output can be compared with what the server answered. */
export async function asClientSees(output: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(output)) {
    const stream = value as { transformToByteArray?: () => Promise<Uint8Array> } | undefined;
    // An empty blob payload reads as null.
    if (value === null || clientsOwn.test(name)) continue;
    if (value instanceof Uint8Array) seen[name] = Uint8Array.from(value);
    else seen[name] = typeof stream?.transformToByteArray === 'function' ? await stream.transformToByteArray() : value;
  }
  return seen;
}
