import { hashOf } from '../../../kernel/blobs.ts';
import type { Caller } from '../../../kernel/identity.ts';
import { bucketArn, s3Principal } from './bucket-address.ts';
import { isOwnDoing, type ToldEvent } from './object-event.ts';

/** As in answers of S3. */
export const hostId = 'squall';

/** Where all requests come from. */
const loopback = '127.0.0.1';

/** Of what a notification is made for one destination. */
interface Told {
  readonly event: ToldEvent;
  readonly configurationId: string;
}

/**
 * The message of an event, as queues, topics and functions get it, members in AWS's order.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const notificationOf = (told: Told): string => JSON.stringify({ Records: [recordOf(told)] });

function recordOf({ event, configurationId }: Told) {
  const { atMs, bucket, account, caller, name, region, requestId } = event;
  const isOwn = isOwnDoing(event);
  return {
    eventVersion: versionOf(name),
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(atMs).toISOString(),
    eventName: name,
    userIdentity: { principalId: isOwn ? s3Principal : principalIdOf(caller) },
    requestParameters: { sourceIPAddress: isOwn ? s3Principal : sourceAddressOf(caller) },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: bucket,
        ownerIdentity: { principalId: customerId(account) },
        arn: bucketArn({ name: bucket, region }),
      },
      object: objectOf(event),
    },
  };
}

function objectOf({ etag, key, name, sequencer, size, versionId }: ToldEvent) {
  return {
    key: encodedKey(key),
    ...(size !== undefined && { size }),
    ...(etag !== undefined && { eTag: etag }),
    ...(versionId !== undefined && { versionId }),
    ...(isSequenced(name) && { sequencer }),
  };
}

/** Tags and ACLs have no place in the order of a key's writes. */
export const isSequenced = (name: string): boolean => !/^Object(?:Tagging|Acl):/.test(name);

/** Later versions say more about some kinds of events. */
const versionOf = (name: string): string => (/^(?:Lifecycle|ObjectTagging|ObjectAcl)/.test(name) ? '2.3' : '2.1');

/** Encoded like a form's field, but for its slashes: `red flower.jpg` is `red+flower.jpg`. */
export const encodedKey = (key: string): string =>
  encodeURIComponent(key.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');

/** By a caller of IAM, by the account's root, by a service. */
function principalIdOf({ account, kind, principal, userId }: Caller): string {
  if (kind === 'service') return principal;
  if (kind === 'anonymous') return 'Anonymous';
  return kind === 'root' ? customerId(account) : `AWS:${userId}`;
}

/** Services call from inside AWS. */
export const sourceAddressOf = ({ kind, principal }: Caller): string => (kind === 'service' ? principal : loopback);

const customerCharacters = 13;

/** The customer behind an account, as S3 tells it: `A3NL1KOZZKExample`. */
const customerId = (account: string): string =>
  `A${hashOf(Buffer.from(`customer of ${account}`))
    .slice(0, customerCharacters)
    .toUpperCase()}`;
