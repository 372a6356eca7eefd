import { known } from './wild-values.ts';

type MakeCall = (service: string, operation: string, input: object) => Promise<unknown>;

/** Makes one of each thing, all of one name. */
export async function furnish(call: MakeCall): Promise<void> {
  await call('dynamodb', 'CreateTable', {
    TableName: known,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  await call('s3', 'CreateBucket', { Bucket: known });
  await call('s3', 'PutObject', { Bucket: known, Key: known, Body: Buffer.from('body') });
  await call('sqs', 'CreateQueue', { QueueName: known });
  await call('logs', 'CreateLogGroup', { logGroupName: known });
  await call('logs', 'CreateLogStream', { logGroupName: known, logStreamName: known });
  await call('ssm', 'PutParameter', { Name: known, Value: 'v', Type: 'String' });
  await call('secretsmanager', 'CreateSecret', { Name: known, SecretString: '{"a":1}' });
  await call('iam', 'CreateRole', {
    RoleName: known,
    AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
  });
  const { KeyMetadata } = (await call('kms', 'CreateKey', {})) as { KeyMetadata: { KeyId: string } };
  await call('kms', 'CreateAlias', { AliasName: `alias/${known}`, TargetKeyId: KeyMetadata.KeyId });
  await call('ecr', 'CreateRepository', { repositoryName: known });
}
