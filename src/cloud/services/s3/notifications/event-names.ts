const createdBy = ['Put', 'Post', 'Copy', 'CompleteMultipartUpload'] as const;

/** Names of what is told of objects, as notifications write them: without `s3:`. */
export type EventName =
  | `ObjectCreated:${(typeof createdBy)[number]}`
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated'
  | 'ObjectTagging:Put'
  | 'ObjectTagging:Delete'
  | 'ObjectAcl:Put'
  | 'LifecycleExpiration:Delete'
  | 'LifecycleExpiration:DeleteMarkerCreated';

const group = (name: string, members: readonly string[]): string[] =>
  ['*', ...members].map((member) => `s3:${name}:${member}`);

/**
 * What configurations may ask for, whether it happens here or not.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
 */
const supported: ReadonlySet<string> = new Set([
  ...group('ObjectCreated', createdBy),
  ...group('ObjectRemoved', ['Delete', 'DeleteMarkerCreated']),
  ...group('ObjectRestore', ['Post', 'Completed', 'Delete']),
  ...group('Replication', [
    'OperationFailedReplication',
    'OperationMissedThreshold',
    'OperationReplicatedAfterThreshold',
    'OperationNotTracked',
  ]),
  ...group('LifecycleExpiration', ['Delete', 'DeleteMarkerCreated']),
  ...group('ObjectTagging', ['Put', 'Delete']),
  ...group('ObjectAnnotation', ['Put', 'Delete']),
  's3:ObjectAcl:Put',
  's3:ObjectRetention:Put',
  's3:ReducedRedundancyLostObject',
  's3:LifecycleTransition',
  's3:IntelligentTiering',
]);

export const isSupportedEvent = (event: string): boolean => supported.has(event);

/** Whether `wanted` asks for `event`, by name or by a group (`s3:ObjectCreated:*`). Both begin with `s3:`. */
export const coversEvent = (wanted: string, event: string): boolean =>
  wanted === event || (wanted.endsWith(':*') && event.startsWith(wanted.slice(0, -1)));

/** Whether there can be an event that both ask for. */
export const shareEvent = (one: string, other: string): boolean => coversEvent(one, other) || coversEvent(other, one);
