import { expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import { renderHtml } from '../report/html.ts';
import { summarize } from '../report/json.ts';
import { matrixOf } from '../report/matrix.ts';
import { renderMatrix } from '../report/terminal.ts';
import { templateOf } from '../testing/template.ts';

const bucketed = {
  code: `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
exports.handler = async () => {
  await new S3Client({ forcePathStyle: true }).send(new PutObjectCommand({ Bucket: 'receipts', Key: 'a', Body: 'x' }));
  return { statusCode: 200, body: 'ok' };
};`,
};

const keyed = {
  code: `const { KMSClient, CreateKeyCommand } = require('@aws-sdk/client-kms');
exports.handler = async () => {
  await new KMSClient().send(new CreateKeyCommand({}));
  return { statusCode: 200, body: 'ok' };
};`,
};

const when = (w: Parameters<Parameters<typeof Exploration.open>[1]['when']>[0]) =>
  w.client().post('/do', { idempotencyKey: 'k', json: {} });

it('objects in buckets are compared, though buckets have no region', async () => {
  const app = templateOf(bucketed) as { readonly Resources: object };
  const Receipts = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'receipts' } };
  await using exploration = await Exploration.open('bucket', {
    app: { Resources: { ...app.Resources, Receipts } },
    when,
  });

  expect(exploration.faultFree.run.state['bucket receipts']).toMatchObject([{ key: 'a' }]);
  expect(exploration.uncompared).toEqual([]);
});

it('a service whose state is not compared is named with the reason, wherever findings are told', async () => {
  await using exploration = await Exploration.open('keys', { app: templateOf(keyed), when });

  const told = /kms is not compared: keys differ in every run/;
  const matrix = matrixOf(exploration, () => undefined);
  expect(exploration.uncompared).toEqual([expect.stringMatching(told)]);
  expect(renderMatrix(matrix, false)).toMatch(told);
  expect(renderHtml(exploration, matrix)).toMatch(told);
  expect(JSON.stringify(summarize(exploration, matrix, { broken: [], notes: [] }))).toMatch(told);
});
