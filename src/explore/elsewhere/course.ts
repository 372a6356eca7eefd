import { randomBytes } from 'node:crypto';
import { readTraceHeader } from '../../cloud/kernel/trace.ts';
import { type Frame, newFrame } from '../run/naming.ts';

/**
 * In whose course a call was made, in real time and over the network: by the trace that the client began, which gateways,
 * functions and SDKs hand on. What carries none belongs to what the client asked for last.
 */
export class Course {
  readonly #tries = new Map<string, Frame>();
  readonly #frames = new Map<string, Frame>();
  /** Traces of earlier runs: whoever comes with one is late. */
  readonly #earlier: Set<string>;
  #last: Frame | undefined;

  constructor(earlier: Set<string>) {
    this.#earlier = earlier;
  }

  /** Begins a trace for a try of the client; answers its header. */
  begin(frame: Frame): string {
    const seconds = Math.floor(Date.now() / 1000).toString(16);
    const traceId = `1-${seconds}-${randomBytes(12).toString('hex')}`;
    this.#tries.set(traceId, frame);
    this.#earlier.add(traceId);
    this.#last = frame;
    return `Root=${traceId};Sampled=1`;
  }

  /** The frame of a function that calls something; undefined for what an earlier run left behind. */
  frameOf(functionName: string, traceHeader: string | undefined): Frame | undefined {
    const traceId = readTraceHeader(traceHeader)?.traceId ?? '';
    const asked = this.#tries.get(traceId);
    if (!asked && this.#earlier.has(traceId)) return undefined;
    const parent = asked ?? this.#last;
    if (!parent) return undefined;
    const path = `${parent.path} > ${functionName}`;
    const known = this.#frames.get(path);
    if (known) return known;
    const frame = newFrame(path, parent.actor, parent.client, functionName);
    this.#frames.set(path, frame);
    return frame;
  }
}
