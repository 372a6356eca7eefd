import { Clock } from '../../../kernel/clock.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { createLog } from '../../../kernel/log.ts';
import { Random } from '../../../kernel/random.ts';
import { Signals } from '../../../kernel/signals.ts';
import { World } from '../../../kernel/world.ts';
import type { SqsContext } from '../operation.ts';
import { type SqsRuntime, startRuntime } from '../runtime.ts';
import { sqs } from '../service.ts';
import { openSqsState, type SqsState } from '../state.ts';

export interface SqsAlone {
  readonly world: World;
  readonly state: SqsState;
  readonly clock: Clock;
  readonly signals: Signals;
  readonly runtime: SqsRuntime;
  /** Calls an operation as the pipeline would; what is answered at once comes at once. */
  send<Output = Record<string, unknown>>(operation: string, input: object): Output;
}

const account = '111111111111';
const region = 'eu-west-1';

/** SQS without the rest of the cloud, in virtual time and with seeded randomness. */
export function sqsAlone(): SqsAlone {
  const world = new World();
  const clock = new Clock({ virtual: true, startMs: Date.UTC(2026, 0, 1) });
  const random = new Random(7);
  const signals = new Signals(createLog('silent'));
  const kernel = {
    signals,
    world,
    clock,
    random,
    endpoint: 'http://127.0.0.1:4566',
    log: createLog('silent'),
    metrics: { counter: () => () => {} },
  } as unknown as Kernel;
  const runtime = startRuntime(kernel);
  const state = openSqsState(world.scope('sqs', account, region));
  const context = { account, region, caller: rootCaller(account, 'key'), clock, random, runtime, kernel };
  const operations = sqs.operations as Readonly<
    Record<string, (state: SqsState, input: object, context: SqsContext) => unknown>
  >;
  return {
    world,
    state,
    clock,
    signals,
    runtime,
    send: <Output>(operation: string, input: object) =>
      operations[operation]?.(state, input, context as unknown as SqsContext) as Output,
  };
}
