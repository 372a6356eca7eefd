import { createDeliveries } from '../../../delivery/deliveries.ts';
import { emitEvent } from '../../../delivery/service-events.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Bucket, ObjectVersion, S3State } from '../state.ts';
import { bridgeEvent } from './bridge-event.ts';
import { bucketArn, notificationSubject, s3Principal } from './bucket-address.ts';
import { destinationsOf, isTold } from './destinations.ts';
import type { EventName } from './event-names.ts';
import { notificationOf } from './event-record.ts';
import { emptyEtag, type ObjectEvent, type ToldEvent } from './object-event.ts';

/** Of the operation that hands one event to one destination, within this process alone. */
export const deliverNotificationOperation = 'DeliverNotification';

/** AWS does not say for how long S3 tries; as long as EventBridge does. */
const retry = {
  attemptsMax: 185,
  ageMsMax: 24 * 3_600_000,
  backoff: { firstMs: 1000, factor: 2, maxMs: 300_000, jitter: 0.5 },
} as const;

export const notificationDeliveries = createDeliveries<unknown>({
  service: 's3',
  operation: deliverNotificationOperation,
});

/** Something happened to a version: who wants to know is told, at least once. Costs nothing where nobody does. */
export function noteVersion(
  state: S3State,
  bucket: Bucket,
  { name, version }: { readonly name: EventName; readonly version: ObjectVersion },
  context: Context,
): void {
  if (!bucket.notifications) return;
  const { key } = version;
  const versionId = bucket.versioning ? version.versionId : undefined;
  const isMarker = version.kind === 'marker';
  const etag = isMarker ? emptyEtag : version.etag.replaceAll('"', '');
  const size = !isMarker && name.startsWith('ObjectCreated:') ? { size: version.size } : {};
  noteEvent(state, bucket, { name, key, ...size, etag, versionId }, context);
}

/** Likewise of a version that is gone, of which little is told: its id where it was deleted by it. */
export function noteRemoval(
  state: S3State,
  bucket: Bucket,
  event: { readonly name: EventName; readonly key: string; readonly versionId: string | undefined },
  context: Context,
): void {
  if (bucket.notifications) noteEvent(state, bucket, event, context);
}

function noteEvent(state: S3State, bucket: Bucket, event: ObjectEvent, context: Context): void {
  const configuration = bucket.notifications ?? {};
  const destinations = destinationsOf(configuration).filter((one) => isTold(one, event.name, event.key));
  if (destinations.length === 0 && !configuration.EventBridgeConfiguration) return;
  const { account, caller, kernel, requestId, trace } = context;
  const atMs = context.clock.now();
  const told: ToldEvent = {
    ...event,
    ...{ account, caller, requestId, atMs, bucket: bucket.name, region: bucket.region },
    sequencer: nextSequencer(state, bucket.name, atMs),
  };
  const origin = { account, region: bucket.region, parent: requestId, trace };
  for (const { arn, id } of destinations) {
    const payload = notificationOf({ event: told, configurationId: id });
    const message = { to: arn, payload, subject: notificationSubject, sourceArns: [bucketArn(bucket)], retry };
    notificationDeliveries.deliver(message, { ...origin, caller: serviceCaller(s3Principal, account) }, kernel);
  }
  if (!configuration.EventBridgeConfiguration) return;
  emitEvent(kernel, { ...origin, principal: s3Principal }, 'aws.s3', () => bridgeEvent(told));
}

const hexDigits = (value: number, count: number): string =>
  Math.floor(value).toString(16).toUpperCase().padStart(count, '0').slice(-count);

/** Hexadecimal and growing: seconds, then what the bucket has told of so far. */
function nextSequencer(state: S3State, bucket: string, atMs: number): string {
  const count = (state.sequencers.get(bucket) ?? 0) + 1;
  state.sequencers.set(bucket, count);
  return `00${hexDigits(atMs / 1000, 8)}${hexDigits(count, 8)}`;
}
