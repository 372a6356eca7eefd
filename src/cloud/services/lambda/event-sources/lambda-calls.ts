import { serviceCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { TraceOrigin } from '../../../kernel/trace.ts';
import { functionArn } from '../function-name.ts';
import type { EventSourceMapping } from '../state.ts';
import { answered } from './answered.ts';

/** Longer than any function may run (15 minutes): its own timeout comes first. */
const invokeLimitMs = 16 * 60_000;

/** What an Invoke answers, as far as pollers look. */
export interface InvokeAnswer {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/** Calls that pollers make as Lambda itself, through the pipeline like everybody. */
export class LambdaCalls {
  readonly #kernel: Kernel;
  readonly #scope: Scope;

  constructor(kernel: Kernel, scope: Scope) {
    this.#kernel = kernel;
    this.#scope = scope;
  }

  invoke({ functionName, qualifier }: EventSourceMapping, payload: string, trace?: TraceOrigin): Promise<InvokeAnswer> {
    const input = {
      FunctionName: functionArn(this.#scope, functionName, qualifier),
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(payload),
    };
    return this.call<InvokeAnswer>('lambda', 'Invoke', input, invokeLimitMs, trace);
  }

  /** Throws when no answer has come within `limitMs`. */
  call<Output>(
    service: string,
    operation: string,
    input: object,
    limitMs: number,
    trace?: TraceOrigin,
  ): Promise<Output> {
    const caller = serviceCaller('lambda.amazonaws.com', this.#scope.account);
    const call = this.#kernel.call<Output>(service, operation, input, { ...this.#scope, caller, trace });
    return answered(this.#kernel.clock, limitMs, call);
  }
}
