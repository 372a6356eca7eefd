import { describe, expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import { f } from '../faults/fault-set.ts';
import { templateOf } from '../testing/template.ts';

const reader = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const c = new DynamoDBClient({});
exports.handler = async ({ Records }) => {
  const id = Buffer.from(Records[0].kinesis.data, 'base64').toString();
  await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: id } } }));
};`;

const opened = (Data: unknown) =>
  Exploration.open('stream', {
    app: templateOf({
      code: reader,
      tables: { Orders: 'id' },
      resources: {
        Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'Stream', ShardCount: 1 } },
        Source: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: 'Worker' },
            EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] },
            StartingPosition: 'TRIM_HORIZON',
          },
        },
      },
    }),
    when: (w) => w.call('kinesis', 'PutRecord', { StreamName: 'Stream', PartitionKey: 'p', Data }),
  });

describe('bytes in a call of a scenario', { timeout: 60_000 }, () => {
  it('may be a text', async () => {
    await using exploration = await opened('text');

    expect(exploration.faultFree.run.state['table Orders']).toEqual([{ id: 'text' }]);
  });

  it('are nothing else: what no consumer could read is refused', async () => {
    await expect(opened({ text: true })).rejects.toThrow(/kinesis\.PutRecord\.Data takes bytes or a text/);
  });
});

describe('a large body', { timeout: 60_000 }, () => {
  it('is sent at once, though its SDK asks first whether to send it', async () => {
    const code = `
const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
exports.handler = async () => {
  await new S3Client({}).send(new PutObjectCommand({ Bucket: 'files', Key: 'k', Body: Buffer.alloc(3 * 2 ** 20) }));
};`;
    const resources = { Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } } };
    await using exploration = await Exploration.open('upload', {
      app: templateOf({ code, resources }),
      when: (w) => w.invoke('Worker'),
      faults: f.only('error'),
    });

    expect(exploration.faultFree.run.outcomes[0]?.durationMs).toBeLessThan(1000);
  });
});
