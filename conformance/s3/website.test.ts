import { request } from 'node:http';
import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const host = 'orders.s3-website-us-east-1.amazonaws.com';

interface Visited {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** As a browser whose name resolution leads here. */
const visit = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Visited> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(target.cloud.endpoint);
    const asking = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    asking.on('error', reject);
    asking.end();
  });

const allowEverybody = (...actions: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: actions.map((Action) => ({
      Effect: 'Allow',
      Principal: '*',
      Action,
      Resource: Action === 's3:ListBucket' ? `arn:aws:s3:::${Bucket}` : `arn:aws:s3:::${Bucket}/*`,
    })),
  });

/** A public bucket that is a website. */
async function makeWebsite(WebsiteConfiguration: S3.WebsiteConfiguration, ...more: readonly string[]): Promise<void> {
  await makeBucket(client());
  await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
  await client().send(new S3.PutBucketPolicyCommand({ Bucket, Policy: allowEverybody('s3:GetObject', ...more) }));
  await client().send(new S3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
}

const put = (Key: string, more: object = {}) =>
  client().send(new S3.PutObjectCommand({ Bucket, Key, Body: `<p>${Key}</p>`, ContentType: 'text/html', ...more }));

const site = { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' } };

describe('PutBucketWebsite', () => {
  const RedirectAllRequestsTo = { HostName: 'example.com' };
  const rule = (Redirect: S3.Redirect, Condition?: S3.Condition) => ({
    ...site,
    RoutingRules: [{ Redirect, ...(Condition && { Condition }) }],
  });

  test('stores what GetBucketWebsite answers, until DeleteBucketWebsite', async () => {
    await makeBucket(client());
    const website = rule({ HostName: 'a.example', HttpRedirectCode: '302' }, { KeyPrefixEquals: 'docs/' });

    await client().send(new S3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: website }));
    const { $metadata: _, ...answer } = await client().send(new S3.GetBucketWebsiteCommand({ Bucket }));
    await client().send(new S3.DeleteBucketWebsiteCommand({ Bucket }));

    expect(answer).toEqual(website);
    await expect(client().send(new S3.GetBucketWebsiteCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchWebsiteConfiguration',
      BucketName: Bucket,
    });
  });

  test.each<[string, S3.WebsiteConfiguration, string, string]>([
    [
      'nothing',
      {},
      'InvalidArgument',
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
    ],
    [
      'a slash in the suffix',
      { IndexDocument: { Suffix: 'a/b' } },
      'InvalidArgument',
      'The IndexDocument Suffix is not well formed',
    ],
    [
      'an empty error document',
      { ...site, ErrorDocument: { Key: '' } },
      'InvalidArgument',
      'The ErrorDocument Key is not well formed',
    ],
    [
      'two ways',
      { ...site, RedirectAllRequestsTo },
      'InvalidArgument',
      'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
    ],
    [
      'a strange protocol',
      { RedirectAllRequestsTo: { ...RedirectAllRequestsTo, Protocol: 'ftp' as 'http' } },
      'InvalidRequest',
      'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
    ],
    [
      'a status that leads nowhere',
      rule({ HttpRedirectCode: '200' }),
      'InvalidRequest',
      'The provided HTTP redirect code (200) is not valid. Valid codes are 3XX except 300.',
    ],
    [
      'a status that is no error',
      rule({ HostName: 'a' }, { HttpErrorCodeReturnedEquals: '200' }),
      'InvalidRequest',
      'The provided HTTP error code (200) is not valid. Valid codes are 4XX or 5XX.',
    ],
    [
      'two replacements',
      rule({ ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' }),
      'InvalidRequest',
      'You can only define ReplaceKeyPrefix or ReplaceKey but not both.',
    ],
    [
      'an empty condition',
      rule({ HostName: 'a' }, {}),
      'InvalidRequest',
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    ],
  ])('refuses %s', async (_, WebsiteConfiguration, name, message) => {
    await makeBucket(client());

    await expect(client().send(new S3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))).rejects.toMatchObject(
      {
        name,
        message,
        $metadata: { httpStatusCode: 400 },
      },
    );
  });
});

describe('a website', () => {
  test.each([
    host,
    'orders.s3-website.localhost',
    'orders.s3-website.eu-central-1.amazonaws.com',
    'orders.s3-website.localhost.localstack.cloud',
  ])('answers its index document at %s', async (name) => {
    await makeWebsite(site);
    await put('index.html');

    const answer = await visit('/', { host: name });

    expect(answer).toMatchObject({ status: 200, body: '<p>index.html</p>', headers: { 'content-type': 'text/html' } });
  });

  test('has an index document in every folder, and leads to it', async () => {
    await makeWebsite(site);
    await put('docs/index.html');

    expect((await visit('/docs/')).body).toBe('<p>docs/index.html</p>');
    expect(await visit('/docs')).toMatchObject({ status: 302, headers: { location: '/docs/' } });
  });

  test('answers conditional and partial reads, and HEAD', async () => {
    await makeWebsite(site);
    await put('a b.html');
    const { headers } = await visit('/a%20b.html');

    expect((await visit('/a%20b.html', { 'if-none-match': String(headers.etag) })).status).toBe(304);
    expect(await visit('/a%20b.html', { range: 'bytes=3-5' })).toMatchObject({ status: 206, body: 'a b' });
    expect(await visit('/a%20b.html', {}, 'HEAD')).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '15' },
    });
  });

  test('answers its error document with the status of the error', async () => {
    await makeWebsite(site, 's3:ListBucket');
    await put('error.html');

    expect(await visit('/missing')).toMatchObject({
      status: 404,
      body: '<p>error.html</p>',
      headers: { 'x-amz-error-code': 'NoSuchKey', 'x-amz-error-detail-key': 'missing' },
    });
  });

  test('tells errors in a page of S3, and what became of the error document', async () => {
    await makeWebsite(site, 's3:ListBucket');

    const { status, body } = await visit('/<b>');

    expect(status).toBe(404);
    expect(body).toContain('<title>404 Not Found</title>');
    expect(body).toContain(
      '<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n<li>Key: &lt;b&gt;</li>',
    );
    expect(body).toContain('<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>');
  });

  test('shows private objects to nobody, and tells those who may not list nothing', async () => {
    await makeBucket(client());
    await client().send(new S3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: site }));
    await put('index.html');

    expect(await visit('/')).toMatchObject({ status: 403, headers: { 'x-amz-error-code': 'AccessDenied' } });
    expect((await visit('/missing')).status).toBe(403);
  });

  test('shows objects with a public ACL where ACLs count', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
    await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
    await client().send(new S3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: site }));
    await put('index.html', { ACL: 'public-read' });
    await put('private.html');

    expect((await visit('/')).status).toBe(200);
    expect((await visit('/private.html')).status).toBe(403);
  });

  test('is there for buckets that are websites alone, and for reads alone', async () => {
    await makeBucket(client(), 'plain');
    await makeWebsite(site);
    const at = (name: string) => visit('/', { host: `${name}.s3-website.localhost` });

    expect(await at('plain')).toMatchObject({
      status: 404,
      headers: { 'x-amz-error-code': 'NoSuchWebsiteConfiguration' },
    });
    expect(await at('nobody')).toMatchObject({ status: 404, headers: { 'x-amz-error-code': 'NoSuchBucket' } });
    expect(await visit('/', {}, 'POST')).toMatchObject({
      status: 405,
      headers: { 'x-amz-error-code': 'MethodNotAllowed' },
    });
  });

  test('redirects everything', async () => {
    await makeWebsite({ RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'https' } });

    expect(await visit('/a/b?c=d')).toMatchObject({
      status: 301,
      headers: { location: 'https://example.com/a/b?c=d' },
    });
  });

  test('redirects by rules: by prefix ahead of the object, by error behind it', async () => {
    await makeWebsite(
      {
        ...site,
        RoutingRules: [
          { Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/' } },
          {
            Condition: { HttpErrorCodeReturnedEquals: '404', KeyPrefixEquals: 'app/' },
            Redirect: {
              HostName: 'example.com',
              Protocol: 'https',
              HttpRedirectCode: '307',
              ReplaceKeyWith: 'app.html',
            },
          },
        ],
      },
      's3:ListBucket',
    );
    await put('old/a');
    await put('app/there');

    expect(await visit('/old/a')).toMatchObject({ status: 301, headers: { location: `http://${host}/new/a` } });
    expect(await visit('/app/b')).toMatchObject({ status: 307, headers: { location: 'https://example.com/app.html' } });
    expect((await visit('/app/there')).status).toBe(200);
  });

  test('redirects those who ask for an object with a location of its own, which reads tell', async () => {
    await makeWebsite(site);
    await put('moved', { WebsiteRedirectLocation: '/there' });

    const head = await client().send(new S3.HeadObjectCommand({ Bucket, Key: 'moved' }));

    expect(await visit('/moved')).toMatchObject({ status: 301, headers: { location: '/there' } });
    expect(head.WebsiteRedirectLocation).toBe('/there');
    await expect(put('wrong', { WebsiteRedirectLocation: 'there' })).rejects.toMatchObject({
      name: 'InvalidRedirectLocation',
      message: "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
    });
  });

  test('answers pages of other origins by the CORS rules of the bucket', async () => {
    await makeWebsite(site);
    await put('index.html');
    const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://shop.example'] }];
    await client().send(new S3.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));

    const { headers } = await visit('/', { host: 'orders.s3-website.localhost', origin: 'https://shop.example' });

    expect(headers['access-control-allow-origin']).toBe('https://shop.example');
  });
});
