import type { ServiceEvent } from '../../../delivery/service-events.ts';
import { bucketArn, s3Principal } from './bucket-address.ts';
import type { EventName } from './event-names.ts';
import { isSequenced, sourceAddressOf } from './event-record.ts';
import { isOwnDoing, type ToldEvent } from './object-event.ts';

interface Kind {
  readonly detailType: string;
  readonly reason?: string;
  readonly deletionType?: string;
}

const marked = 'Delete Marker Created';
const permanently = 'Permanently Deleted';
const deleted = (reason: string, deletionType: string): Kind => ({
  detailType: 'Object Deleted',
  reason,
  deletionType,
});
const created = (reason: string): Kind => ({ detailType: 'Object Created', reason });

const kinds: Readonly<Record<EventName, Kind>> = {
  'ObjectCreated:Put': created('PutObject'),
  'ObjectCreated:Post': created('POST Object'),
  'ObjectCreated:Copy': created('CopyObject'),
  'ObjectCreated:CompleteMultipartUpload': created('CompleteMultipartUpload'),
  'ObjectRemoved:Delete': deleted('DeleteObject', permanently),
  'ObjectRemoved:DeleteMarkerCreated': deleted('DeleteObject', marked),
  'LifecycleExpiration:Delete': deleted('Lifecycle Expiration', permanently),
  'LifecycleExpiration:DeleteMarkerCreated': deleted('Lifecycle Expiration', marked),
  'ObjectTagging:Put': { detailType: 'Object Tags Added' },
  'ObjectTagging:Delete': { detailType: 'Object Tags Deleted' },
  'ObjectAcl:Put': { detailType: 'Object ACL Updated' },
};

/**
 * The event as EventBridge takes it, members in AWS's order.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function bridgeEvent(event: ToldEvent): Omit<ServiceEvent, 'source'> {
  const { detailType, reason, deletionType } = kinds[event.name];
  const isOwn = isOwnDoing(event);
  const { bucket, caller, region } = event;
  return {
    detailType,
    resources: [bucketArn({ name: bucket, region })],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: objectOf(event),
      'request-id': event.requestId,
      requester: isOwn ? s3Principal : caller.kind === 'service' ? caller.principal : caller.account,
      ...(!isOwn && { 'source-ip-address': sourceAddressOf(caller) }),
      ...(reason !== undefined && { reason }),
      ...(deletionType !== undefined && { 'deletion-type': deletionType }),
    },
  };
}

/** Its key is not encoded. */
function objectOf({ etag, key, name, sequencer, size, versionId }: ToldEvent) {
  return {
    key,
    ...(size !== undefined && isSequenced(name) && { size }),
    ...(etag !== undefined && { etag }),
    ...(versionId !== undefined && { 'version-id': versionId }),
    ...(isSequenced(name) && { sequencer }),
  };
}
