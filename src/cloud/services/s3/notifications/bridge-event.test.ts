import { expect, it } from 'vitest';
import { rootCaller, serviceCaller } from '../../../kernel/identity.ts';
import { bridgeEvent } from './bridge-event.ts';
import { encodedKey } from './event-record.ts';
import type { ToldEvent } from './object-event.ts';

const event: ToldEvent = {
  name: 'ObjectCreated:Put',
  key: 'a b/ü',
  size: 5,
  etag: 'b1946ac92492d2347c6235b4d2611184',
  versionId: 'v1',
  bucket: 'orders',
  region: 'ca-central-1',
  account: '111122223333',
  requestId: 'N4N7GDK58NMKJ12R',
  caller: rootCaller('123456789012', 'key'),
  atMs: 0,
  sequencer: '00617F08299329D189',
};

it('tells EventBridge of an object, with its key as it is', () => {
  const { detailType, resources, detail } = bridgeEvent(event);

  expect([detailType, resources]).toEqual(['Object Created', ['arn:aws:s3:::orders']]);
  expect(JSON.stringify(detail)).toBe(
    JSON.stringify({
      version: '0',
      bucket: { name: 'orders' },
      object: {
        key: 'a b/ü',
        size: 5,
        etag: 'b1946ac92492d2347c6235b4d2611184',
        'version-id': 'v1',
        sequencer: '00617F08299329D189',
      },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '123456789012',
      'source-ip-address': '127.0.0.1',
      reason: 'PutObject',
    }),
  );
});

it('tells EventBridge of what expires, by S3 itself', () => {
  const { size: _, ...rest } = event;
  const caller = serviceCaller('s3.amazonaws.com', event.account);

  const { detailType, detail } = bridgeEvent({ ...rest, caller, name: 'LifecycleExpiration:DeleteMarkerCreated' });

  expect(detailType).toBe('Object Deleted');
  expect(detail).toMatchObject({
    requester: 's3.amazonaws.com',
    reason: 'Lifecycle Expiration',
    'deletion-type': 'Delete Marker Created',
  });
  expect(detail).not.toHaveProperty('source-ip-address');
});

it.each([
  ['ObjectTagging:Put', 'Object Tags Added'],
  ['ObjectTagging:Delete', 'Object Tags Deleted'],
  ['ObjectAcl:Put', 'Object ACL Updated'],
] as const)('tells EventBridge of %s without a place in the order of writes', (name, expected) => {
  const { detailType, detail } = bridgeEvent({ ...event, name });

  expect(detailType).toBe(expected);
  expect(detail).toMatchObject({ object: { key: 'a b/ü', etag: event.etag, 'version-id': 'v1' } });
  expect(JSON.stringify(detail)).not.toMatch(/sequencer|reason|size/);
});

it('encodes keys of notifications like fields of forms, but for slashes', () => {
  expect(encodedKey("in/a b+c~(1)'!*.jpg")).toBe('in/a+b%2Bc%7E%281%29%27%21*.jpg');
  expect(encodedKey('\ud800')).toBe('%EF%BF%BD');
});
