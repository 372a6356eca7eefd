import type { CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { type Cloud, startCloud } from '../../../../cloud.ts';
import type { Fault, Faults } from '../../../../kernel/faults/faults.ts';
import { type Handler, type SqsEvent, scriptedExecutor } from './scripted-executor.ts';

const account = '000000000000';
const region = 'us-east-1';

export interface MappedQueue extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly uuid: string;
  /** Bodies of each invoke, in order. */
  readonly invokes: string[][];
  /** Names of the calls that the poller made since the mapping was there, with their outcome where it was not `ok`. */
  calls(): string[];
  /** The fault of the next calls of an operation, one after the other. */
  readonly faults: Map<string, Fault[]>;
  call<Output = unknown>(service: string, operation: string, input: object): Promise<Output>;
  send(...bodies: string[]): Promise<void>;
  /** Messages of a queue: to be received, and in flight. */
  counts(queue?: string): Promise<[visible: number, inFlight: number]>;
  /** Whether nothing is left to do once the environments have gone cold. */
  becomesIdle(): Promise<boolean>;
}

interface Options {
  readonly handler?: Handler;
  readonly fifo?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly mapping?: Partial<CreateEventSourceMappingCommandInput>;
  readonly timeout?: number;
  readonly data?: string;
}

/** A cloud in virtual time with a queue, a dead-letter queue, and a function that is this test's own. */
export async function mappedQueue(options: Options = {}): Promise<MappedQueue> {
  const invokes: string[][] = [];
  const faults = new Map<string, Fault[]>();
  const handler = (event: SqsEvent) => {
    invokes.push(event.Records.map(({ body }) => body));
    return options.handler?.(event);
  };
  const cloud = await startCloud({
    clock: 'virtual',
    seed: 1,
    log: 'silent',
    faults: scriptedFaults(faults),
    executor: () => scriptedExecutor(() => handler),
    ...(options.data !== undefined && { data: options.data }),
  });
  const call = <Output>(service: string, operation: string, input: object): Promise<Output> =>
    cloud.kernel.call<Output>(service, operation, input, { account, region });
  const suffix = options.fifo ? '.fifo' : '';
  const QueueUrl = `${cloud.endpoint}/${account}/orders${suffix}`;
  const uuid = await deploy(call, options, suffix);
  const since = cloud.journal.count;
  return {
    cloud,
    uuid,
    invokes,
    faults,
    call,
    calls: () =>
      cloud.journal
        .hops(since)
        .filter(({ caller, service }) => caller.principal === 'lambda.amazonaws.com' && /^(sqs|lambda)$/.test(service))
        .map(({ operation, code }) => (code === undefined ? operation : `${operation} ${code}`)),
    async send(...bodies) {
      for (const MessageBody of bodies) {
        const fifo: Partial<SendMessageCommandInput> = options.fifo ? { MessageGroupId: MessageBody.slice(0, 1) } : {};
        await call('sqs', 'SendMessage', { QueueUrl, MessageBody, ...fifo });
      }
    },
    async counts(queue = `orders${suffix}`) {
      const { Attributes = {} } = await call<{ Attributes?: Record<string, string> }>('sqs', 'GetQueueAttributes', {
        QueueUrl: `${cloud.endpoint}/${account}/${queue}`,
        AttributeNames: ['All'],
      });
      return [Number(Attributes.ApproximateNumberOfMessages), Number(Attributes.ApproximateNumberOfMessagesNotVisible)];
    },
    async becomesIdle() {
      await cloud.clock.advance('15m');
      return cloud.clock.nextDueMs === undefined;
    },
    [Symbol.asyncDispose]: () => cloud.close(),
  };
}

type Call = MappedQueue['call'];

async function deploy(
  call: Call,
  { attributes, mapping, timeout = 3, fifo }: Options,
  suffix: string,
): Promise<string> {
  const kind = fifo ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
  const arn = `arn:aws:sqs:${region}:${account}`;
  await call('sqs', 'CreateQueue', { QueueName: `dead${suffix}`, Attributes: kind });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${arn}:dead${suffix}`, maxReceiveCount: 3 });
  await call('sqs', 'CreateQueue', {
    QueueName: `orders${suffix}`,
    Attributes: { VisibilityTimeout: '30', RedrivePolicy, ...kind, ...attributes },
  });
  await call('lambda', 'CreateFunction', {
    FunctionName: 'f',
    Role: `arn:aws:iam::${account}:role/r`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: timeout,
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from('') }) },
  });
  const { UUID = '' } = await call<EventSourceMappingConfiguration>('lambda', 'CreateEventSourceMapping', {
    FunctionName: 'f',
    EventSourceArn: `${arn}:orders${suffix}`,
    ...mapping,
  });
  return UUID;
}

function scriptedFaults(faults: ReadonlyMap<string, Fault[]>): Faults {
  return {
    get isEmpty() {
      return [...faults.values()].every((faults) => faults.length === 0);
    },
    decide: ({ operation }) => faults.get(operation)?.shift(),
  };
}
