import { expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import { f } from '../faults/fault-set.ts';
import { summarize } from '../report/json.ts';
import { makeReport } from '../report/make-report.ts';
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
  expect(await makeReport(exploration, matrix)).toMatch(told);
  expect(JSON.stringify(summarize(exploration, matrix, { broken: [], notes: [] }))).toMatch(told);
});

it('values of secrets are compared and not shown, but for those that a fault rotated', async () => {
  const code = `const { SecretsManagerClient, PutSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
exports.handler = async () => {
  await new SecretsManagerClient().send(new PutSecretValueCommand({ SecretId: 'token', SecretString: 'second' }))
    .catch(() => {});
  return { statusCode: 200, body: 'ok' };
};`;
  await using exploration = await Exploration.open('tokens', {
    app: templateOf({ code }),
    given: async (w) => {
      await w.secret('token').set('first-value');
      await w.secret('other').set('other-value');
    },
    when,
    faults: f.only('error*').plus(f.rotate('other')),
  });
  const verdictOf = async (kind: string) => {
    const cell = exploration.cells.find((each) => each.kind.name === kind && each.point.name.includes('PutSecret'));
    return (await exploration.explore(cell ?? expect.fail(`no cell ${kind}`))).verdict;
  };

  const { violations, difference } = await verdictOf('error*');
  expect(violations.map(({ code: found }) => found)).toEqual(['DIVERGED']);
  expect(difference.map(({ group }) => group)).toEqual(['secret token']);
  expect(JSON.stringify([difference, exploration.faultFree.run.state])).not.toMatch(/first-value|second|other-value/);
  expect((await verdictOf('rotate(other)')).violations).toEqual([]);
});
