import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { startCloud } from '../../../cloud.ts';

it('a rotation that is delivered again behind its last step only notes that it is done', async () => {
  const versionId = '1'.repeat(32);
  await using cloud = await startCloud({ clock: 'virtual', log: 'silent' });
  const call = <Output = unknown>(service: string, operation: string, input: object): Promise<Output> =>
    cloud.kernel.call<Output>(service, operation, input, { account: '000000000000', region: 'us-east-1' });
  await call('lambda', 'CreateFunction', {
    FunctionName: 'f',
    Role: 'arn:aws:iam::000000000000:role/r',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from('') }) },
  });
  await call('secretsmanager', 'CreateSecret', { Name: 'key', SecretString: 'new', ClientRequestToken: versionId });
  await call('secretsmanager', 'RotateSecret', {
    SecretId: 'key',
    RotationLambdaARN: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    RotationRules: { AutomaticallyAfterDays: 10 },
    RotateImmediately: false,
  });

  await call('secretsmanager', 'RunRotation', { SecretId: 'key', VersionId: versionId });

  expect(cloud.journal.hops(0).filter(({ operation }) => operation === 'Invoke')).toEqual([]);
  const secret = await call<{ LastRotatedDate?: Date }>('secretsmanager', 'DescribeSecret', { SecretId: 'key' });
  expect(secret.LastRotatedDate).toEqual(new Date(cloud.clock.now()));
});
