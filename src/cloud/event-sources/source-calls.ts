import type { Clock } from '../kernel/clock.ts';
import { ConnectionFailure } from '../kernel/errors.ts';
import { serviceCaller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';
import type { TraceOrigin } from '../kernel/trace.ts';

/** Calls that pollers make as the service they work for, through the pipeline like everybody. */
export class SourceCalls {
  readonly #kernel: Kernel;
  readonly #scope: Scope;
  readonly #principal: string;

  constructor(kernel: Kernel, { account, region }: Scope, principal: string) {
    this.#kernel = kernel;
    this.#scope = { account, region };
    this.#principal = principal;
  }

  /** Throws when no answer has come within `limitMs`. */
  call<Output>(
    service: string,
    operation: string,
    input: object,
    limitMs: number,
    trace?: TraceOrigin,
  ): Promise<Output> {
    const caller = serviceCaller(this.#principal, this.#scope.account);
    const call = this.#kernel.call<Output>(service, operation, input, { ...this.#scope, caller, trace });
    return answered(this.#kernel.clock, limitMs, call);
  }
}

/** The call's answer; throws when none has come within `limitMs`, for calls may hang for ever. */
async function answered<T>(clock: Clock, limitMs: number, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = clock.setTimer(limitMs, () => reject(new ConnectionFailure('hang')));
  try {
    return await Promise.race([call, promise]);
  } finally {
    timer.cancel();
  }
}

/** Ours; AWS does not say how long its pollers wait. */
const backoffMinMs = 1000;
const backoffMaxMs = 60_000;

/** The wait after failure number `count` in a row, counted from 0. */
export const backoffMs = (count: number): number => Math.min(backoffMaxMs, backoffMinMs * 2 ** count);

/** AWS: payloads of synchronous invokes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const payloadBytesMax = 6_291_456;
