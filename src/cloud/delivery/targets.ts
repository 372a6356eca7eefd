import { type Arn, parseArn } from '../kernel/arns.ts';
import { AwsError, UnsupportedError } from '../kernel/errors.ts';

/** An attribute of a message, as SQS and SNS know them. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** What is handed over. Each kind of target takes what it has a place for. */
export interface TargetMessage {
  readonly payload: string;
  /** Of streams: base64 of what is no text, in the place of the payload. */
  readonly bytes?: string;
  /** Of queues and topics. */
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** Of topics. */
  readonly subject?: string;
  /** Of FIFO queues and topics. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Of streams of Kinesis: which shard takes it. */
  readonly partitionKey?: string;
  /** Of buckets. */
  readonly key?: string;
  /** Of state machines. */
  readonly executionName?: string;
  /** Of API destinations and deployed APIs: what is added to their address and headers. */
  readonly http?: HttpParameters;
  /** Of event buses. */
  readonly event?: { readonly source: string; readonly detailType: string; readonly resources: readonly string[] };
}

/** What an HTTP target gets beside its body. */
export interface HttpParameters {
  /** For each `*` of its path, in order. */
  readonly pathParameters?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** The call that hands a message to its target. */
export interface TargetCall {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly account: string;
  readonly region: string;
  /** Throws where the answer tells that the message was not taken after all. */
  readonly check?: (output: unknown) => void;
}

type Describe = (
  message: TargetMessage,
  target: { readonly to: string; readonly arn: Arn; readonly endpoint: string },
) => Pick<TargetCall, 'operation' | 'input' | 'check'>;

const fifo = ({ groupId, deduplicationId }: TargetMessage): object => ({
  ...(groupId !== undefined && { MessageGroupId: groupId }),
  ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
});

/** By the service in the ARN, which is the name of ours as well. */
const targets: Readonly<Record<string, Describe>> = {
  sqs: (message, { arn, endpoint }) => ({
    operation: 'SendMessage',
    input: {
      QueueUrl: `${endpoint}/${arn.account}/${arn.resource}`,
      MessageBody: message.payload,
      ...(message.attributes && { MessageAttributes: message.attributes }),
      ...fifo(message),
    },
  }),
  sns: (message, { to }) => ({
    operation: 'Publish',
    input: {
      TopicArn: to,
      Message: message.payload,
      ...(message.subject !== undefined && { Subject: message.subject }),
      ...(message.attributes && { MessageAttributes: message.attributes }),
      ...fifo(message),
    },
  }),
  kinesis: (message, { to }) => ({
    operation: 'PutRecord',
    input: { StreamARN: to, Data: dataOf(message), PartitionKey: message.partitionKey },
  }),
  firehose: (message, { arn }) => ({
    operation: 'PutRecord',
    input: { DeliveryStreamName: lastStep(arn.resource), Record: { Data: dataOf(message) } },
  }),
  states: ({ payload, executionName }, { to }) => ({
    operation: 'StartExecution',
    input: { stateMachineArn: to, input: payload, ...(executionName !== undefined && { name: executionName }) },
  }),
  s3: ({ payload, key }, { arn }) => ({
    operation: 'PutObject',
    input: { Bucket: arn.resource, Key: key, Body: Buffer.from(payload), ContentType: 'application/json' },
  }),
  lambda: ({ payload }, { to }) => ({
    operation: 'Invoke',
    input: { FunctionName: to, InvocationType: 'Event', Payload: Buffer.from(payload) },
  }),
  events: ({ payload, event }, { to }) => ({
    operation: 'PutEvents',
    input: {
      Entries: [
        {
          EventBusName: to,
          Detail: payload,
          ...(event && { Source: event.source, DetailType: event.detailType, Resources: event.resources }),
        },
      ],
    },
    check: assertEventsTaken,
  }),
};

const dataOf = ({ bytes, payload }: TargetMessage): Uint8Array =>
  bytes === undefined ? Buffer.from(payload) : Buffer.from(bytes, 'base64');

const lastStep = (resource: string): string => resource.slice(resource.lastIndexOf('/') + 1);

/** How the target of an ARN is told. Throws UnsupportedError, naming it, for what nothing can be delivered to. */
export function targetCall(to: string, message: TargetMessage, endpoint: string): TargetCall {
  const arn = parseArn(to);
  const describe = arn && Object.hasOwn(targets, arn.service) ? targets[arn.service] : undefined;
  if (!arn || !describe) throw new UnsupportedError(`deliveries to ${to}`);
  const { service, account, region } = arn;
  return { service, account, region, ...describe(message, { to, arn, endpoint }) };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
function assertEventsTaken(output: unknown): void {
  const { Entries = [] } = output as { readonly Entries?: readonly PutEventsEntry[] };
  const failed = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (failed?.ErrorCode === undefined) return;
  const isOurs = /^Internal/.test(failed.ErrorCode);
  throw new AwsError(failed.ErrorCode, failed.ErrorMessage ?? '', { fault: isOurs ? 'server' : 'client' });
}

interface PutEventsEntry {
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}
