import { createDeliveries, type Deliveries, type Message } from '../../../delivery/deliveries.ts';
import type { RetryPolicy } from '../../../delivery/retry-policy.ts';
import type { MessageAttribute } from '../../../delivery/targets.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { functionArn } from '../function-reference.ts';
import type { FunctionVersion } from '../state.ts';
import type { Answer } from './environment.ts';
import type { QueuedEvent } from './queued-event.ts';
import type { Metrics } from './telemetry.ts';

/** What became of an event; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export interface EventResult {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  readonly event: QueuedEvent;
  readonly functionArn: string;
  /** Of the last run, if there was one. */
  readonly answer?: Pick<Answer, 'payload' | 'isError'>;
  readonly executedVersion?: string;
}

/** What deliveries need of Lambda's runtime. */
interface Counting {
  readonly metrics: Metrics;
}

/** AWS does not say how often a destination is asked; waits are those of throttled events. */
const retry: RetryPolicy = {
  attemptsMax: 5,
  ageMsMax: 6 * 3_600_000,
  backoff: { firstMs: 1000, factor: 2, maxMs: 300_000, jitter: 0.5 },
};

/**
 * Deliveries of Lambda: to destinations and dead-letter targets. Each attempt that fails is a metric.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const lambdaDeliveries: Deliveries<Counting> = createDeliveries<Counting>({
  service: 'lambda',
  operation: 'DeliverRecord',
  onFailure: ({ message: { about = {} } }, { account, region, runtime }) => {
    const metric = about.Kind === 'dead-letter' ? 'DeadLetterErrors' : 'DestinationDeliveryFailures';
    runtime.metrics.count({ account, region }, about.FunctionName ?? '', metric);
  },
});

/** What tells a destination of an event: its invocation record. */
export function destinationMessage(
  context: Pick<Context, 'clock' | 'random' | 'account' | 'region'>,
  version: FunctionVersion,
  destination: string,
  result: EventResult,
): Message {
  const outcome = result.condition === 'Success' ? 'Success' : 'Failure';
  return {
    ...recordFor(destination, version.name, JSON.stringify(invocationRecord(context, result))),
    key: objectKey(`async/${version.name}`, context),
    event: {
      source: 'lambda',
      detailType: `Lambda Function Invocation Result - ${outcome}`,
      resources: [destination, functionArn(context, version.name, version.version)],
    },
  };
}

/**
 * Where a bucket keeps a record.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function objectKey(of: string, { clock, random }: Pick<Context, 'clock' | 'random'>): string {
  const [day = '', time = ''] = new Date(clock.now()).toISOString().slice(0, 19).split('T');
  return `aws/lambda/${of}/${day.replaceAll('-', '/')}/${day}T${time.replaceAll(':', '.')}-${random.uuid()}`;
}

/** What a dead-letter queue or topic gets: the event itself. */
export const deadLetterMessage = (version: FunctionVersion, target: string, result: EventResult): Message => ({
  to: target,
  payload: result.event.Payload,
  attributes: deadLetterAttributes(result),
  retry,
  about: { FunctionName: version.name, Kind: 'dead-letter' },
});

/** A record for a destination of a function, tried as often as all of them are. */
export const recordFor = (to: string, functionName: string, payload: string): Message => ({
  to,
  payload,
  retry,
  about: { FunctionName: functionName, Kind: 'destination' },
});

/** The JSON that destinations get. */
function invocationRecord({ clock }: Pick<Context, 'clock'>, result: EventResult): object {
  const { event, answer, executedVersion } = result;
  return {
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: {
      requestId: event.RequestId,
      functionArn: result.functionArn,
      condition: result.condition,
      approximateInvokeCount: event.Runs,
    },
    requestPayload: JSON.parse(event.Payload) as unknown,
    ...(answer && {
      responseContext: {
        statusCode: 200,
        executedVersion,
        ...(answer.isError && { functionError: 'Unhandled' }),
      },
      responsePayload: JSON.parse(Buffer.from(answer.payload).toString()) as unknown,
    }),
  };
}

function deadLetterAttributes({ event, answer }: EventResult): Readonly<Record<string, MessageAttribute>> {
  const reply = answer && (JSON.parse(Buffer.from(answer.payload).toString()) as { readonly errorMessage?: string });
  return {
    RequestID: { DataType: 'String', StringValue: event.RequestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: reply?.errorMessage ?? 'null' },
  };
}
