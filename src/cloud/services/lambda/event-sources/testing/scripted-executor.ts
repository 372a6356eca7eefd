import type { Executor, InvokeOutcome, Runtime } from '../../../../kernel/executor.ts';

/** What a function does with an event: its reply, or a thrown error. */
export type Handler = (event: SqsEvent) => unknown;

export interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly receiptHandle: string;
    readonly body: string;
  }[];
}

/** Runs one handler of the test in place of every function's code. */
export function scriptedExecutor(handler: () => Handler): Executor {
  return {
    refusal: () => undefined,
    prewarm: () => undefined,
    start: async () => runtime(handler()),
    close: async () => undefined,
  };
}

function runtime(handler: Handler): Runtime {
  const { promise: killed, resolve: kill } = Promise.withResolvers<InvokeOutcome>();
  return {
    initialized: Promise.resolve({ kind: 'ready' }),
    hasEnded: false,
    invoke: ({ event }) => Promise.race([killed, run(handler, JSON.parse(Buffer.from(event).toString()))]),
    kill: () => kill({ kind: 'crash', status: undefined, signal: 'SIGKILL', isOutOfMemory: false }),
  };
}

async function run(handler: Handler, event: SqsEvent): Promise<InvokeOutcome> {
  try {
    return { kind: 'result', payload: encode((await handler(event)) ?? null), peakMemoryMb: 1 };
  } catch (error) {
    const payload = encode({ errorType: 'Error', errorMessage: String(error) });
    return { kind: 'error', payload, peakMemoryMb: 1 };
  }
}

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
