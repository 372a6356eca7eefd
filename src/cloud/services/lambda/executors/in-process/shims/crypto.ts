import crypto from 'node:crypto';
import type { Random } from '../../../../../kernel/random.ts';
import { withMembers } from './with-members.ts';

type Done = (error: Error | null, value?: unknown) => void;

/** `node:crypto` and the global `crypto`, with an environment's own randomness; what is not random is the real thing. */
export function shimCrypto(
  random: Random,
  defer: (run: () => void) => void,
): { readonly module: object; readonly web: object } {
  const fill = <T extends ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    bytes.set(random.bytes(bytes.byteLength));
    return view;
  };
  const randomUUID = () => random.uuid();
  const subtle = withMembers(crypto.webcrypto.subtle, {});
  const web = withMembers(crypto.webcrypto, {
    randomUUID,
    getRandomValues: fill,
    subtle: bound(crypto.webcrypto.subtle),
  });
  void subtle;
  const randomBytes = (size: number, done?: Done) => {
    const bytes = Buffer.from(random.bytes(size));
    if (!done) return bytes;
    defer(() => done(null, bytes));
  };
  const randomInt = (low: number, high?: number | Done, done?: Done) => {
    const [from, to] = typeof high === 'number' ? [low, high] : [0, low];
    const callback = typeof high === 'function' ? high : done;
    const value = from + Math.floor(random.float() * (to - from));
    if (!callback) return value;
    defer(() => callback(null, value));
  };
  const part = (view: NodeJS.ArrayBufferView, offset = 0, size?: number) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    fill(bytes.subarray(offset, size === undefined ? undefined : offset + size));
    return view;
  };
  const randomFill = (view: NodeJS.ArrayBufferView, ...rest: unknown[]) => {
    const done = rest.pop() as Done;
    defer(() => done(null, part(view, ...(rest as [number?, number?]))));
  };
  const module = withMembers(crypto, {
    randomUUID,
    randomBytes,
    pseudoRandomBytes: randomBytes,
    randomInt,
    randomFillSync: part,
    randomFill,
    getRandomValues: fill,
    webcrypto: web,
    subtle: bound(crypto.webcrypto.subtle),
  });
  return { module, web };
}

/** Methods of the real object may only be called on it. */
const bound = <T extends object>(target: T): T =>
  new Proxy(target, {
    get: (real, name) => {
      const value = Reflect.get(real, name, real) as unknown;
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
