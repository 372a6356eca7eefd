import { createHmac } from 'node:crypto';
import { GetObjectCommand, GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);
const Bucket = 'orders';
const never = '2999-01-01T00:00:00Z';

type Fields = Readonly<Record<string, string>>;

const encoded = (policy: object) => Buffer.from(JSON.stringify(policy)).toString('base64');

async function post(fields: Fields, file: Blob | undefined = new Blob(['hello'], { type: 'text/plain' })) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file) form.append('file', file, 'C:\\photos\\a b.txt');
  return fetch(`${target.cloud.endpoint}/${Bucket}`, { method: 'POST', body: form, redirect: 'manual' });
}

const withPolicy = (conditions: readonly unknown[], fields: Fields, expiration = never): Fields => ({
  ...fields,
  policy: encoded({ expiration, conditions }),
});
const stored = async (Key: string) => {
  const found = await client().send(new GetObjectCommand({ Bucket, Key }));
  return [await found.Body?.transformToString(), found.ContentType, found.Metadata];
};

describe('uploads by POST forms', () => {
  test('store the file under the key, with headers of the form', async () => {
    await makeBucket(client());
    const tagging = '<Tagging><TagSet><Tag><Key>k</Key><Value>v w</Value></Tag></TagSet></Tagging>';

    const answer = await post({ key: 'in/$' + '{filename}', 'x-amz-meta-colour': 'blue', tagging });

    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await stored('in/a b.txt')).toEqual(['hello', 'text/plain', { colour: 'blue' }]);
    const { TagSet } = await client().send(new GetObjectTaggingCommand({ Bucket, Key: 'in/a b.txt' }));
    expect(TagSet).toEqual([{ Key: 'k', Value: 'v w' }]);
  });

  test('answer as the form wants it', async () => {
    await makeBucket(client());

    const plain = await post({ key: 'a', success_action_status: '200' });
    const told = await post({ key: 'a', success_action_status: '201' });
    const led = await post({ key: 'a', success_action_redirect: 'https://shop.example/done?x=1' });

    expect(plain.status).toBe(200);
    expect(told.status).toBe(201);
    expect(await told.text()).toContain(`<Bucket>${Bucket}</Bucket><Key>a</Key><ETag>&quot;5d41402a`);
    expect(led.status).toBe(303);
    expect(led.headers.get('location')).toMatch(
      /^https:\/\/shop\.example\/done\?x=1&bucket=orders&key=a&etag=%225d41402a/,
    );
  });

  test('want a key and one file', async () => {
    await makeBucket(client());

    const keyless = await post({ acl: 'private' });
    const form = new FormData();
    form.append('key', 'a');
    const empty = await fetch(`${target.cloud.endpoint}/${Bucket}`, { method: 'POST', body: form });

    expect(keyless.status).toBe(400);
    expect(await keyless.text()).toContain('<ArgumentName>key</ArgumentName>');
    expect(await empty.text()).toContain('<Message>POST requires exactly one file upload per request.</Message>');
  });
});

describe('policies of POST forms', () => {
  const allowed = [{ bucket: Bucket }, ['starts-with', '$key', 'in/'], ['content-length-range', 2, 5]];

  test('let in what they allow', async () => {
    await makeBucket(client());

    expect((await post(withPolicy(allowed, { key: 'in/a' }))).status).toBe(204);
  });

  test.each<[string, Fields, number, string]>([
    [
      'another key',
      withPolicy(allowed, { key: 'out/a' }),
      403,
      'Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;in/&quot;]',
    ],
    ['more fields', withPolicy(allowed, { key: 'in/a', acl: 'private' }), 403, 'Extra input fields: acl'],
    [
      'after their end',
      withPolicy(allowed, { key: 'in/a' }, '2001-01-01T00:00:00Z'),
      403,
      'Invalid according to Policy: Policy expired.',
    ],
    [
      'too large a file',
      withPolicy([...allowed.slice(0, 2), ['content-length-range', 0, 4]], { key: 'in/a' }),
      400,
      '<Code>EntityTooLarge</Code>',
    ],
    [
      'too small a file',
      withPolicy([...allowed.slice(0, 2), ['content-length-range', 6, 9]], { key: 'in/a' }),
      400,
      '<MinSizeAllowed>6</MinSizeAllowed>',
    ],
    ['no JSON', { key: 'a', policy: 'e' }, 400, 'Invalid Policy: Invalid JSON.'],
    [
      'no expiration',
      { key: 'a', policy: encoded({ conditions: [] }) },
      400,
      'Invalid Policy: Policy missing expiration.',
    ],
  ])('refuse %s', async (_what, fields, status, text) => {
    await makeBucket(client());

    const answer = await post(fields);

    expect(answer.status).toBe(status);
    expect((await answer.text()).replaceAll('"', '&quot;')).toContain(text);
  });

  test('must be signed with the secret of credentials that were issued', async () => {
    await makeBucket(client());
    const { Credentials } = await target.client(STSClient).send(new GetSessionTokenCommand({}));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const scope = '20261127/us-east-1/s3/aws4_request';
    const fields = {
      key: 'a',
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      'x-amz-credential': `${AccessKeyId}/${scope}`,
      'x-amz-date': '20261127T000000Z',
      'x-amz-security-token': SessionToken,
    };
    const conditions = Object.entries(fields).map(([name, value]) => ({ [name]: value }));
    const form = withPolicy(conditions, fields);
    const key = scope
      .split('/')
      .reduce<string | Buffer>(
        (secret, part) => createHmac('sha256', secret).update(part).digest(),
        `AWS4${SecretAccessKey}`,
      );
    const signature = createHmac('sha256', key)
      .update(form.policy ?? '')
      .digest('hex');

    const good = await post({ ...form, 'x-amz-signature': signature });
    const bad = await post({ ...form, 'x-amz-signature': signature.replace(/^./, 'x') });
    const unsigned = await post(form);

    expect([good.status, bad.status, unsigned.status]).toEqual([204, 403, 400]);
    expect(await bad.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  });
});
