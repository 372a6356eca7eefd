import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import { targetCall } from '../../../delivery/targets.ts';
import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { isPassing } from '../../../kernel/backoff.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidArgument } from '../errors.ts';
import type { Bucket } from '../state.ts';
import { bucketArn, notificationSubject, s3Principal } from './bucket-address.ts';
import { type Destination, destinationsOf } from './destinations.ts';
import { hostId } from './event-record.ts';

const services = { queue: 'sqs', topic: 'sns', function: 'lambda' } as const;
const elements = { queue: 'Queue', topic: 'Topic', function: 'CloudFunction' } as const;

/** ARNs that can be no destinations of the bucket; asked even where destinations are not validated. */
export function assertAddresses(bucket: Bucket, configuration: NotificationConfiguration): void {
  for (const destination of destinationsOf(configuration)) {
    const arn = arnOf(destination);
    if (arn.region !== bucket.region) {
      throw invalidArgument(
        'The notification destination service region is not valid for the bucket location constraint',
        elements[destination.kind],
        destination.arn,
      );
    }
  }
}

function arnOf({ arn, kind }: Destination): Arn {
  const parsed = parseArn(arn);
  if (parsed?.service !== services[kind] || parsed.account === '') {
    throw invalidArgument('The ARN is not well formed', elements[kind], arn);
  }
  return parsed;
}

/**
 * Each destination must be there and let the bucket in: queues and topics get a test event, functions are asked.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
 */
export async function validateDestinations(
  bucket: Bucket,
  configuration: NotificationConfiguration,
  context: Context,
): Promise<void> {
  const destinations = destinationsOf(configuration);
  for (const destination of destinations) await assertThere(destination, context);
  for (const destination of destinations) await assertOpen(destination, bucket, context);
}

async function assertThere(destination: Destination, context: Context): Promise<void> {
  const { account, region, resource } = arnOf(destination);
  if (destination.kind !== 'queue') return;
  if (resource.endsWith('.fifo')) throw invalid(destination, 'FIFO queues are not supported');
  try {
    await context.call('sqs', 'GetQueueUrl', { QueueName: resource }, { account, region, ...asS3(context) });
  } catch (error) {
    throw refusalOf(error, destination, 'The destination queue does not exist');
  }
}

async function assertOpen(destination: Destination, bucket: Bucket, context: Context): Promise<void> {
  const { account, region } = arnOf(destination);
  const options = { account, region, sourceArns: [bucketArn(bucket)], ...asS3(context) };
  try {
    if (destination.kind === 'function') {
      await context.call('lambda', 'Invoke', { FunctionName: destination.arn, InvocationType: 'DryRun' }, options);
      return;
    }
    const message = { payload: testEvent(bucket, context), subject: notificationSubject };
    const { service, operation, input } = targetCall(destination.arn, message, context.kernel.endpoint);
    await context.call(service, operation, input, options);
  } catch (error) {
    throw refusalOf(error, destination, notOpen(destination));
  }
}

const notOpen = ({ arn, kind }: Destination): string =>
  kind === 'function'
    ? `Not authorized to invoke function [${arn}]`
    : `Permissions on the destination ${kind} do not allow S3 to publish notifications from this bucket`;

const asS3 = ({ account }: Context) => ({ caller: serviceCaller(s3Principal, account) });

/** What may pass is not the destination's fault. */
const refusalOf = (error: unknown, destination: Destination, reason: string): unknown =>
  error instanceof AwsError && !isPassing(error) ? invalid(destination, reason) : error;

const invalid = ({ arn }: Destination, reason: string): AwsError =>
  invalidArgument('Unable to validate the following destination configurations', arn, reason);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const testEvent = (bucket: Bucket, { clock, requestId }: Context): string =>
  JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(clock.now()).toISOString(),
    Bucket: bucket.name,
    RequestId: requestId,
    HostId: hostId,
  });
