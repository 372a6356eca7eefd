import { serviceCaller } from '../../../kernel/identity.ts';
import { parseArn } from '../../../service-kit/arns.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { functionArn } from '../function-name.ts';
import type { FunctionVersion } from '../state.ts';
import type { Answer } from './environment.ts';
import type { QueuedEvent } from './queued-event.ts';

/** What became of an event; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export interface EventResult {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  readonly event: QueuedEvent;
  readonly functionArn: string;
  /** Of the last run, if there was one. */
  readonly answer?: Answer;
  readonly executedVersion?: string;
}

/**
 * Tells a destination what became of an event: the invocation record, or for a dead-letter queue the event itself. A
 * destination that cannot be reached is logged: on AWS it would be a metric (`DestinationDeliveryFailures`).
 */
export async function deliverResult(
  context: Context,
  version: FunctionVersion,
  destination: string,
  result: EventResult,
  kind: 'destination' | 'dead-letter' = 'destination',
): Promise<void> {
  const message = messageFor(context, version, destination, result, kind);
  if (!message || !context.kernel.services.has(message.service)) {
    context.kernel.log.warn(
      `${version.name}: the outcome of an event (${result.condition}) was not delivered: nothing here answers for ${destination}`,
    );
    return;
  }
  const { account, region } = context;
  const caller = serviceCaller('lambda.amazonaws.com', account);
  try {
    await context.call(message.service, message.operation, message.input, { account, region, caller });
  } catch (error) {
    context.kernel.log.warn(`${version.name}: ${destination} did not take the outcome of an event: ${String(error)}`);
  }
}

interface Message {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

function messageFor(
  context: Context,
  version: FunctionVersion,
  destination: string,
  result: EventResult,
  kind: 'destination' | 'dead-letter',
): Message | undefined {
  const { service, resource, account } = parseArn(destination) ?? {};
  const isDeadLetter = kind === 'dead-letter';
  const body = isDeadLetter ? result.event.Payload : JSON.stringify(invocationRecord(context, result));
  const attributes = isDeadLetter ? { MessageAttributes: deadLetterAttributes(result) } : {};
  switch (service) {
    case 'sqs': {
      const QueueUrl = `${context.kernel.endpoint}/${account}/${resource}`;
      return { service: 'sqs', operation: 'SendMessage', input: { QueueUrl, MessageBody: body, ...attributes } };
    }
    case 'sns':
      return { service: 'sns', operation: 'Publish', input: { TopicArn: destination, Message: body, ...attributes } };
    case 'lambda': {
      const input = { FunctionName: destination, InvocationType: 'Event', Payload: Buffer.from(body) };
      return { service: 'lambda', operation: 'Invoke', input };
    }
    case 'events': {
      const outcome = result.condition === 'Success' ? 'Success' : 'Failure';
      const entry = {
        Source: 'lambda',
        DetailType: `Lambda Function Invocation Result - ${outcome}`,
        Detail: body,
        EventBusName: destination,
        Resources: [destination, functionArn(context, version.name, version.version)],
      };
      return { service: 'eventbridge', operation: 'PutEvents', input: { Entries: [entry] } };
    }
    default:
      return undefined;
  }
}

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

function deadLetterAttributes({ event, answer }: EventResult): object {
  const reply = answer && (JSON.parse(Buffer.from(answer.payload).toString()) as { readonly errorMessage?: string });
  return {
    RequestID: { DataType: 'String', StringValue: event.RequestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: reply?.errorMessage ?? 'null' },
  };
}
