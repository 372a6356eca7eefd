import { ListObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);
const Bucket = 'orders';

async function fill(keys: readonly string[]): Promise<void> {
  await makeBucket(client());
  for (const Key of keys) await client().send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
}

const list = (more: object = {}) => client().send(new ListObjectsV2Command({ Bucket, ...more }));
type Listed = Awaited<ReturnType<typeof list>>;
const keys = (page: Pick<Listed, 'Contents'>) => page.Contents?.map((object) => object.Key) ?? [];
const prefixes = (page: Pick<Listed, 'CommonPrefixes'>) => page.CommonPrefixes?.map((one) => one.Prefix) ?? [];

describe('ListObjectsV2', () => {
  test('answers nothing for an empty bucket', async () => {
    await fill([]);

    const page = await list();

    expect(page).toMatchObject({ KeyCount: 0, IsTruncated: false, MaxKeys: 1000, Name: Bucket });
    expect(page.Contents).toBeUndefined();
  });

  test('orders keys by their UTF-8 bytes', async () => {
    // U+FF5E has a greater code unit than the surrogates of U+1F600, and smaller bytes.
    await fill(['😀', '~', 'b', '～', 'a', 'B']);

    expect(keys(await list())).toEqual(['B', 'a', 'b', '~', '～', '😀']);
  });

  test('rolls up what has the delimiter behind the prefix', async () => {
    await fill(['a/1', 'a/2/x', 'a/2/y', 'a/3', 'b']);

    const top = await list({ Delimiter: '/' });
    const below = await list({ Delimiter: '/', Prefix: 'a/' });

    expect([prefixes(top), keys(top), top.KeyCount]).toEqual([['a/'], ['b'], 2]);
    expect([prefixes(below), keys(below)]).toEqual([['a/2/'], ['a/1', 'a/3']]);
  });

  test('goes on behind the token, across prefixes', async () => {
    await fill(['a/1', 'a/2', 'b', 'c/1', 'c/2', 'd']);

    const seen: (string | undefined)[][] = [];
    let token: string | undefined;
    do {
      const page: Listed = await list({ Delimiter: '/', MaxKeys: 1, ContinuationToken: token });
      seen.push([...prefixes(page), ...keys(page)]);
      token = page.NextContinuationToken;
    } while (token);

    expect(seen).toEqual([['a/'], ['b'], ['c/'], ['d']]);
  });

  test('starts behind a key that need not be there', async () => {
    await fill(['a', 'b', 'd']);

    expect(keys(await list({ StartAfter: 'c' }))).toEqual(['d']);
    expect(keys(await list({ StartAfter: 'b' }))).toEqual(['d']);
  });

  test('refuses a token that it never gave', async () => {
    await fill(['a']);

    await expect(list({ ContinuationToken: 'nonsense' })).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'The continuation token provided is incorrect',
    });
  });

  test('encodes names if asked to', async () => {
    await fill(['a b/c+ü']);

    expect(keys(await list({ EncodingType: 'url' }))).toEqual(['a+b/c%2B%C3%BC']);
  });

  test('MaxKeys 0 answers nothing', async () => {
    await fill(['a']);

    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });
});

describe('ListObjects', () => {
  test('goes on behind the marker', async () => {
    await fill(['a/1', 'a/2', 'b', 'c']);
    const older = (more: object) =>
      client().send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 1, ...more }));

    const first = await older({});
    const second = await older({ Marker: first.NextMarker });

    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'a/', CommonPrefixes: [{ Prefix: 'a/' }] });
    expect(second).toMatchObject({ IsTruncated: true, NextMarker: 'b', Contents: [{ Key: 'b' }] });
  });

  test('tells no next marker without a delimiter', async () => {
    await fill(['a', 'b']);

    const page = await client().send(new ListObjectsCommand({ Bucket, MaxKeys: 1 }));

    expect(page.IsTruncated).toBe(true);
    expect(page.NextMarker).toBeUndefined();
  });
});

test('a marker within a common prefix skips the prefix', async () => {
  await fill(['a/1', 'a/2', 'b/1']);

  const page = await client().send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: 'a/1' }));

  expect(prefixes(page)).toEqual(['b/']);
});
