import { Clock } from '../../kernel/clock.ts';
import { type Caller, rootCaller } from '../../kernel/identity.ts';
import { createLog } from '../../kernel/log.ts';
import { Random } from '../../kernel/random.ts';
import { type DeferredCall, type Delivery, Scheduler } from '../../kernel/scheduler.ts';
import { World } from '../../kernel/world.ts';
import type { Context } from '../../service-kit/contract.ts';
import { createDeliveries, type Failure, type Message, type QueuedDelivery } from '../deliveries.ts';

/** A call that reached a target. */
export interface TargetSaw {
  readonly atMs: number;
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A service that delivers, in virtual time, to targets that the test plays. */
export interface SendingService {
  readonly world: World;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly seen: TargetSaw[];
  readonly failures: Failure[];
  readonly lines: string[];
  deliver(message: Message): void;
}

const account = '000000000000';
const region = 'us-east-1';
const caller: Caller = rootCaller(account);

/** `answer` plays the targets: what it throws is what the sender gets. `world` is one that another sender left. */
export function sendingService(
  answer: (service: string, operation: string) => unknown = () => ({}),
  world = new World(),
): SendingService {
  const clock = new Clock({ virtual: true, startMs: 0 });
  const [seen, failures, lines]: [TargetSaw[], Failure[], string[]] = [[], [], []];
  const log = createLog('warn', (line) => void lines.push(line));
  const random = new Random(7);
  const deliveries = createDeliveries<unknown>({
    service: 'sender',
    operation: 'Deliver',
    onFailure: (failure) => void failures.push(failure),
  });
  const dispatch = async (due: DeferredCall, delivery: Delivery | undefined): Promise<unknown> => {
    const kernel = { endpoint: 'http://squall', log, scheduler, clock };
    const call = async (service: string, operation: string, input: object, options: object) => {
      seen.push({ atMs: clock.now(), call: `${service}:${operation}`, input: { ...input }, options: { ...options } });
      return answer(service, operation);
    };
    const { parent, ...rest } = due;
    const context = { ...rest, requestId: 'attempt', clock, random, kernel, delivery, call };
    return deliveries.attempt(undefined, due.input as QueuedDelivery, context as unknown as Context);
  };
  const scheduler = new Scheduler(world, clock, dispatch);
  scheduler.rearm();
  return {
    world,
    clock,
    scheduler,
    seen,
    failures,
    lines,
    deliver: (message) =>
      deliveries.deliver(message, { account, region, caller, parent: 'publish' }, { scheduler, clock }),
  };
}
