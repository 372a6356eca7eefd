import { ApiGatewayV2Client, CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { type Attack, pageOf, posts } from './attacks.ts';
import { announceChromium, hasChromium, useBrowserTest } from './browser-test.ts';

const attacks: readonly (readonly [string, Attack])[] = Object.entries({
  'fetch with the admin header': posts['fetch with the admin header'],
  'fetch with a target': posts['fetch with a target'],
  'form of text that is JSON': posts['form of text that is JSON'],
  'form by POST': posts['form by POST'],
});
const failed = { hasArrived: true, made: [] };

announceChromium();

describe.skipIf(!hasChromium)('a page that the cloud itself serves', () => {
  const here = useBrowserTest(['evil.example']);
  let s3: S3Client;
  let apiId: string;

  beforeAll(async () => {
    s3 = new S3Client({ ...here.cloud.clientConfig(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'pages' }));
    const gateway = new ApiGatewayV2Client(here.cloud.clientConfig());
    const target = `http://127.0.0.1:${here.attacker.port}/`;
    const api = await gateway.send(new CreateApiCommand({ Name: 'pages', ProtocolType: 'HTTP', Target: target }));
    apiId = String(api.ApiId);
  });

  const put = (Body: string, ContentType = 'text/html', Key = 'page.html') =>
    s3.send(new PutObjectCommand({ Bucket: 'pages', Key, Body, ContentType }));

  const presign = (Key = 'page.html') => getSignedUrl(s3, new GetObjectCommand({ Bucket: 'pages', Key }));

  describe.each([
    ['in S3, at the cloud’s host', '127.0.0.1', '127.0.0.1', '/pages/page.html'],
    ['in S3, at its bucket’s host', 'pages.s3.localhost', 'pages.s3.localhost', '/page.html'],
    ['by an API at the cloud’s host', 'localhost', 'localhost', '/_aws/execute-api/API/$default/'],
    ['by an API at its own host', 'API.execute-api.localhost', 'localhost', '/'],
  ])('%s', (_place, host, target, path) => {
    const urlOf = () => `http://${host}:${here.cloud.port}${path}`.replace('API', apiId);

    test.each(attacks)('cannot drive the cloud by %s', async (_name, attack) => {
      const aim = here.aim(target);
      const page = pageOf(attack, aim);
      here.attacker.page = page;
      await put(page);

      expect(await here.open(urlOf(), aim)).toEqual(failed);
    });

    it(`has ${host.startsWith('API') ? 'the origin of that host' : 'no origin that counts'}`, async () => {
      const page = '<script>tell(self.origin)</script>';
      here.attacker.page = page;
      await put(page);

      await here.browser.tab.navigate(urlOf());

      await here.untilTold(host.startsWith('API') ? new URL(urlOf()).origin : 'null');
    });
  });

  it('may be opened from elsewhere by its presigned URL', async () => {
    await put(`<script>tell('opened ' + self.origin)</script>`);
    here.attacker.page = `<a href="${await presign()}">here</a><script>document.links[0].click()</script>`;

    await here.browser.tab.navigate(here.aim().server);

    await here.untilTold('opened null');
  });

  it('may be shown as an image by its presigned URL, and not be run as a script', async () => {
    await put('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', 'image/svg+xml', 'image.svg');
    await put(`tell('has run')`, 'text/javascript', 'script.js');
    here.attacker.page = `<img src="${await presign('image.svg')}" onload="tell('shown')">
      <script src="${await presign('script.js')}" onerror="tell('has not run')"></script>`;

    await here.browser.tab.navigate(here.aim().server);

    await here.untilTold('shown');
    await here.untilTold('has not run');
  });
});
