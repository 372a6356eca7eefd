import type { GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import { queueUrlOf } from '../../../event-sources/queues/queue-calls.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidParameter } from '../errors.ts';
import type { FunctionVersion } from '../state.ts';

/** Event sources of AWS that are not emulated, by the service in their ARN. */
const others: Readonly<Record<string, string>> = {
  kafka: 'Amazon MSK',
  mq: 'Amazon MQ',
  rds: 'Amazon DocumentDB',
};

interface Source {
  readonly EventSourceArn?: string | undefined;
  readonly SelfManagedEventSource?: object | undefined;
}

/** The ARN of a queue, of a table's stream or of one of Kinesis; every other event source is refused by its name. */
export function readEventSource(
  { EventSourceArn, SelfManagedEventSource }: Source,
  { region }: Pick<Context, 'region'>,
): string {
  if (SelfManagedEventSource) throw unsupported('self-managed Apache Kafka');
  const arn = parseArn(EventSourceArn ?? '');
  const other = others[arn?.service ?? ''];
  if (other !== undefined) throw unsupported(other);
  if (EventSourceArn === undefined || (arn?.service !== 'sqs' && !isStream(EventSourceArn)))
    throw invalidParameter('Unrecognized event source.');
  if (arn?.region !== region) {
    throw invalidParameter(`The event source ${EventSourceArn} is not in the region of the function (${region}).`);
  }
  return EventSourceArn;
}

/** `arn:aws:dynamodb:…:table/orders/stream/2026-11-26T…`, `arn:aws:kinesis:…:stream/orders`, or a consumer of that. */
export const isStream = (arn: string): boolean =>
  /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+\/stream\//.test(arn) || isKinesis(arn);

/** A stream of Kinesis, or a consumer that reads one by enhanced fan-out. */
export const isKinesis = (arn: string): boolean => /^arn:[^:]+:kinesis:[^:]*:[^:]*:stream\//.test(arn);

const unsupported = (source: string) => new UnsupportedError(`Lambda event source mappings of ${source}`);

/** Asserts that the source is there and suits the function. */
export async function assertSourceFits(context: Context, arn: string, version: FunctionVersion): Promise<void> {
  if (!isStream(arn)) return assertQueueFits(context, arn, version);
  const caller = serviceCaller('lambda.amazonaws.com', context.account);
  await context.call(...lookUpOf(arn), { caller }).catch((error: unknown) => {
    if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
    throw invalidParameter(`Stream not found: ${arn}`);
  });
}

function lookUpOf(arn: string): readonly [service: string, operation: string, input: object] {
  if (!isKinesis(arn)) return ['dynamodbstreams', 'DescribeStream', { StreamArn: arn }];
  return arn.includes('/consumer/')
    ? ['kinesis', 'DescribeStreamConsumer', { ConsumerARN: arn }]
    : ['kinesis', 'DescribeStreamSummary', { StreamARN: arn }];
}

/**
 * Asserts that the queue is there, and that messages stay hidden for as long as the function may work on them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
async function assertQueueFits(context: Context, queueArn: string, version: FunctionVersion): Promise<void> {
  const visibility = await visibilityTimeout(context, queueArn);
  const timeout = version.settings.Timeout;
  if (visibility < timeout) {
    throw invalidParameter(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
}

async function visibilityTimeout(context: Context, queueArn: string): Promise<number> {
  const { account } = context;
  const caller = serviceCaller('lambda.amazonaws.com', account);
  const input = { QueueUrl: queueUrlOf(context.kernel, queueArn), AttributeNames: ['VisibilityTimeout'] };
  try {
    const { Attributes } = await context.call<GetQueueAttributesResult>('sqs', 'GetQueueAttributes', input, { caller });
    return Number(Attributes?.VisibilityTimeout);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'QueueDoesNotExist')) throw error;
    throw invalidParameter(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist for this wsdl version.',
    );
  }
}
