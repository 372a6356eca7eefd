import { Duplex } from 'node:stream';
import zlib from 'node:zlib';
import type { BackgroundWork } from '../background-work.ts';
import { type Defer, type Fn, inTurn } from './in-turn.ts';
import { once } from './once.ts';
import { withMembers } from './with-members.ts';

/** Node's classes of compression; each has a function `create…` and functions `…` and `…Sync` beside it. */
const classes = [
  'Gzip',
  'Gunzip',
  'Deflate',
  'Inflate',
  'DeflateRaw',
  'InflateRaw',
  'Unzip',
  'BrotliCompress',
  'BrotliDecompress',
  'ZstdCompress',
  'ZstdDecompress',
] as const;

/** As far as we must know the insides of Node's streams: the project's version of Node is pinned, and a test watches. */
interface ZlibStream extends Duplex {
  readonly _handle: { write: Fn; onerror: Fn };
  _transform: Fn;
  bytesWritten: number;
}

type StreamClass = new (options?: object) => ZlibStream;

/** `node:zlib` and the web's streams over it, with all work counted. */
export function shimZlib(
  work: BackgroundWork,
  defer: Defer,
): { readonly module: () => object; readonly globals: Readonly<Record<string, unknown>> } {
  const members = once(() => countedMembers(work, defer));
  const web = (suffix: string, byFormat: Readonly<Record<string, string>>) =>
    class {
      readonly readable: unknown;
      readonly writable: unknown;

      constructor(format: string) {
        const create = members()[`create${byFormat[format]}`] as (() => Duplex) | undefined;
        if (!create) throw new TypeError(`${suffix}: '${format}' is no format of compression`);
        ({ readable: this.readable, writable: this.writable } = Duplex.toWeb(create()));
      }
    };
  return {
    module: () => withMembers(zlib, members()),
    globals: {
      CompressionStream: web('CompressionStream', { gzip: 'Gzip', deflate: 'Deflate', 'deflate-raw': 'DeflateRaw' }),
      DecompressionStream: web('DecompressionStream', {
        gzip: 'Gunzip',
        deflate: 'Inflate',
        'deflate-raw': 'InflateRaw',
      }),
    },
  };
}

function countedMembers(work: BackgroundWork, defer: Defer): Record<string, unknown> {
  const source = zlib as unknown as Readonly<Record<string, Fn | StreamClass | undefined>>;
  const members: Record<string, unknown> = {};
  for (const name of classes) {
    const real = source[name] as StreamClass | undefined;
    if (!real) continue;
    const whole = name.charAt(0).toLowerCase() + name.slice(1);
    members[name] = countedClass(real, work);
    members[`create${name}`] = (options?: object) => counted(new real(options), work);
    members[whole] = inTurn(source[whole] as Fn, source[`${whole}Sync`] as Fn, defer);
  }
  return members;
}

/** `new zlib.Gzip()` and `zlib.Gzip()`; `instanceof` goes on working. */
const countedClass = (real: StreamClass, work: BackgroundWork): unknown =>
  new Proxy(real, {
    construct: (target, parameters, newTarget) =>
      counted(Reflect.construct(target, parameters, newTarget) as ZlibStream, work),
    apply: (target, _this, [options]) => counted(new target(options as object | undefined), work),
  });

/**
 * A stream works from each `write` of its handle to the callback of it, which first counts the bytes; in between it may
 * wait for its reader, which is no work.
 */
function counted(stream: ZlibStream, work: BackgroundWork): ZlibStream {
  const { _handle: handle } = stream;
  let end = () => {};
  const write = handle.write;
  handle.write = (...parameters) => {
    end();
    end = work.begin();
    return write.apply(handle, parameters);
  };
  const { onerror } = handle;
  handle.onerror = (...parameters) => {
    end();
    return onerror.apply(handle, parameters);
  };
  let bytes = stream.bytesWritten;
  Object.defineProperty(stream, 'bytesWritten', {
    get: () => bytes,
    set: (value: number) => {
      end();
      bytes = value;
    },
    enumerable: true,
    configurable: true,
  });
  // Destroyed while it was at work, it counts nothing.
  stream.once('close', () => end());
  return stream;
}
