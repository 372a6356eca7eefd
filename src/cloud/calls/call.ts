import type { Work } from '../kernel/entangled.ts';
import type { Fault } from '../kernel/faults/faults.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Delivery } from '../kernel/scheduler.ts';
import type { AnyService } from '../service-kit/contract.ts';
import type { WireCall } from '../wire/wire-call.ts';

/** One call on its way through the pipeline; each stage fills in what it is there for. */
export interface Call {
  /** Request id, as told to the caller. */
  id: string;
  readonly parent: string | undefined;
  readonly startMs: number;
  /** Present when the scheduler makes the call and has claimed it. */
  readonly delivery: Delivery | undefined;
  /** Whose changes are those of its operation. */
  readonly work: Work;
  /** Present when the call came as HTTP; internal calls enter behind `parseInput`. */
  readonly request: HttpRequest | undefined;
  wire: WireCall | undefined;
  service: AnyService | undefined;
  operation: string;
  account: string;
  region: string;
  caller: Caller;
  input: object;
  output: unknown;
  error: unknown;
  /** The fault of it, where there are faults. */
  fault: Fault | undefined;
  /** True when `error` was put there by an fault. */
  injected: boolean;
  response: HttpResponse | undefined;
}

/** A call at the beginning of its way: nothing is known but who answers for it until it is identified. */
export function newCall(kernel: Kernel, request: HttpRequest | undefined, caller: Caller): Call {
  return {
    id: '',
    parent: undefined,
    startMs: kernel.clock.monotonic(),
    delivery: undefined,
    work: {},
    request,
    wire: undefined,
    service: undefined,
    operation: '',
    account: caller.account,
    region: kernel.settings.defaultRegion,
    caller,
    input: {},
    output: undefined,
    error: undefined,
    fault: undefined,
    injected: false,
    response: undefined,
  };
}
