import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/**
 * Where a hop stands in its tree: the request that began it all, the hop's own span, and the span that caused it.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export interface Trace {
  /** `1-5759e988-bd862e3fe1be46a994272793`: the same from the client to the last consumer. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** The span in whose course this one began; undefined at the root. */
  readonly parentId: string | undefined;
  readonly sampled: boolean;
}

/** What a caller says of its own trace: its span is not known where the header names the root alone. */
export type TraceOrigin = Pick<Trace, 'traceId' | 'sampled'> & { readonly spanId: string | undefined };

/** Before a hop has its id. */
export const noTrace: Trace = { traceId: '', spanId: '', parentId: undefined, sampled: false };

/** The place of a hop below what caused it; a new trace where nothing did. Ids of hops are uuids or short base64. */
export function traceOf(hopId: string, origin: TraceOrigin | undefined, { clock, random }: TraceSources): Trace {
  return new HopTrace(hopId, origin, clock.now(), hopId.length === uuidLength || origin ? undefined : random.hex(24));
}

/**
 * Ids are put together when somebody reads them: few hops are ever looked at, and the journal would keep ten strings
 * alive for each.
 */
class HopTrace implements Trace {
  readonly #hopId: string;
  readonly #origin: TraceOrigin | undefined;
  readonly #startMs: number;
  readonly #digits: string | undefined;

  constructor(hopId: string, origin: TraceOrigin | undefined, startMs: number, digits: string | undefined) {
    this.#hopId = hopId;
    this.#origin = origin;
    this.#startMs = startMs;
    this.#digits = digits;
  }

  get traceId(): string {
    if (this.#origin) return this.#origin.traceId;
    return newTraceId(this.#startMs, this.#digits === undefined ? digitsOf(this.#hopId) : [this.#digits]);
  }

  /** Out of the hop's id: a hop costs no randomness beyond it. */
  get spanId(): string {
    const id = this.#hopId;
    return id.length === uuidLength ? [id.slice(19, 23), id.slice(24)].join('') : hexOf(id);
  }

  get parentId(): string | undefined {
    return this.#origin?.spanId;
  }

  get sampled(): boolean {
    return this.#origin?.sampled ?? false;
  }

  toJSON(): Trace {
    const { traceId, spanId, parentId, sampled } = this;
    return { traceId, spanId, parentId, sampled };
  }
}

const uuidLength = 36;

/** The first 24 digits of a uuid, in parts. */
const digitsOf = (uuid: string): readonly string[] => [
  uuid.slice(0, 8),
  uuid.slice(9, 13),
  uuid.slice(14, 18),
  uuid.slice(19, 23),
  uuid.slice(24, 28),
];

const hexOf = (hopId: string): string => Buffer.from(hopId, 'base64').toString('hex').slice(-16).padStart(16, '0');

interface TraceSources {
  readonly clock: Clock;
  readonly random: Random;
}

/** Joined, so that it is one string: whatever waits keeps it, and a string put together by `+` is a tree of its parts. */
const newTraceId = (nowMs: number, digits: readonly string[]): string =>
  ['1-', hexSeconds(nowMs), '-', ...digits].join('');

const hexSeconds = (ms: number): string =>
  Math.floor(ms / 1000)
    .toString(16)
    .padStart(8, '0');

/**
 * Reads `X-Amzn-Trace-Id`: `Root=1-…;Parent=…;Sampled=1`, in any order and with members that we do not know. Undefined
 * for what names no valid root.
 */
export function readTraceHeader(header: string | undefined): TraceOrigin | undefined {
  if (header === undefined || header.length > headerMax) return undefined;
  const members = new Map<string, string>();
  for (const part of header.split(';')) {
    const mark = part.indexOf('=');
    if (mark > 0) members.set(part.slice(0, mark).trim().toLowerCase(), part.slice(mark + 1).trim());
  }
  const traceId = members.get('root');
  if (traceId === undefined || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(traceId)) return undefined;
  const parent = members.get('parent');
  const spanId = parent !== undefined && /^[0-9a-f]{16}$/i.test(parent) ? parent : undefined;
  return { traceId, spanId, sampled: members.get('sampled') === '1' };
}

/** Longer ones are no trace headers. */
const headerMax = 1024;

/** A caller's header as it came, as far as it was understood. */
export const originHeader = ({ traceId, spanId, sampled }: TraceOrigin): string =>
  `Root=${traceId}${spanId === undefined ? '' : `;Parent=${spanId}`};Sampled=${sampled ? 1 : 0}`;

/** What is handed to those who are called: `Root=1-…;Parent=…;Sampled=0`, with this hop as their parent. */
export const traceHeader = ({ traceId, spanId, sampled }: Trace): string =>
  `Root=${traceId};Parent=${spanId};Sampled=${sampled ? 1 : 0}`;
