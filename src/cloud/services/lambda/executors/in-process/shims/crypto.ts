import crypto from 'node:crypto';
import type { Random } from '../../../../../kernel/random.ts';
import type { BackgroundWork } from '../background-work.ts';
import { type Fn, inTurn } from './in-turn.ts';
import { withMembers } from './with-members.ts';

type Done = (error: Error | null, value?: unknown) => void;

/** What Node does in other threads when it is given a callback; each has a twin that ends in `Sync`. */
const threaded = [
  'pbkdf2',
  'scrypt',
  'hkdf',
  'argon2',
  'generateKey',
  'generateKeyPair',
  'generatePrime',
  'checkPrime',
] as const;
/** These take a callback or none: they are their own twins. */
const threadedOnDemand = ['sign', 'verify', 'diffieHellman'] as const;

/** `node:crypto` and the global `crypto`, with an environment's own randomness; what is not random is the real thing. */
export function shimCrypto(
  random: Random,
  defer: (run: () => void) => void,
  work: BackgroundWork,
): { readonly module: () => object; readonly web: object } {
  const fill = <T extends ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    bytes.set(random.bytes(bytes.byteLength));
    return view;
  };
  const randomUUID = () => random.uuid();
  const subtle = countedSubtle(work);
  const web = withMembers(crypto.webcrypto, {
    randomUUID,
    getRandomValues: fill,
    subtle,
  });
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
  const module = () =>
    withMembers(crypto, {
      randomUUID,
      randomBytes,
      pseudoRandomBytes: randomBytes,
      randomInt,
      randomFillSync: part,
      randomFill,
      getRandomValues: fill,
      webcrypto: web,
      subtle,
      ...threadedInTurn(defer),
    });
  return { module, web };
}

function threadedInTurn(defer: (run: () => void) => void): Readonly<Record<string, Fn>> {
  const source = crypto as unknown as Readonly<Record<string, Fn | undefined>>;
  const members: Record<string, Fn> = {};
  for (const name of threaded) {
    const [real, twin] = [source[name], source[`${name}Sync`]];
    if (real && twin) members[name] = inTurn(real, twin, defer, name === 'generateKeyPair' ? bothKeys : undefined);
  }
  for (const name of threadedOnDemand) {
    const real = source[name];
    if (!real) continue;
    const deferred = inTurn(real, real, defer);
    members[name] = (...parameters) => (typeof parameters.at(-1) === 'function' ? deferred : real)(...parameters);
  }
  return members;
}

const bothKeys = (pair: unknown): unknown[] => {
  const { publicKey, privateKey } = pair as { readonly publicKey: unknown; readonly privateKey: unknown };
  return [publicKey, privateKey];
};

/** Its methods may only be called on the real object; what they promise is counted. */
const countedSubtle = (work: BackgroundWork): object =>
  new Proxy(crypto.webcrypto.subtle, {
    get: (real, name) => {
      const value = Reflect.get(real, name, real) as unknown;
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]) => {
        const answer: unknown = Reflect.apply(value, real, parameters);
        return answer instanceof Promise ? work.promise(answer) : answer;
      };
    },
  });
