import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Message, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Duration, type Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { begunBy, deployApp, machineOf, runOf, tell } from './deployed-apps.ts';

const target = useCloud();
const { JsonPath } = sfn;

test('an object in a bucket begins an execution', { timeout: 120_000 }, async () => {
  const { Uploaded, Name } = await deployApp(target, (stack) => {
    const bucket = new Bucket(stack, 'Bucket', { eventBridgeEnabled: true });
    const head = new CallAwsService(stack, 'Head', {
      service: 's3',
      action: 'headObject',
      parameters: {
        Bucket: JsonPath.stringAt('$.detail.bucket.name'),
        Key: JsonPath.stringAt('$.detail.object.key'),
      },
      iamResources: [bucket.arnForObjects('*')],
      resultPath: '$.head',
    });
    const deadLetterQueue = new Queue(stack, 'DeadLetters');
    new Rule(stack, 'Rule', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ suffix: '.csv' }] } },
      },
      targets: [
        new SfnStateMachine(machineOf(stack, 'Uploaded', head), { deadLetterQueue, maxEventAge: Duration.hours(1) }),
      ],
    });
    tell(stack, 'Name', bucket.bucketName);
  });

  await target.client(S3Client).send(new PutObjectCommand({ Bucket: Name, Key: 'a.csv', Body: 'x,y' }));

  expect((await begunBy(target, Uploaded)).output).toMatchObject({
    detail: { object: { key: 'a.csv', size: 3 } },
    head: { ContentLength: 3 },
  });
});

test('a failed execution begins another one, and sets off an alarm', { timeout: 120_000 }, async () => {
  const {
    Failing,
    Following,
    Url: QueueUrl,
  } = await deployApp(target, (stack) => {
    const failing = machineOf(stack, 'Failing', new sfn.Fail(stack, 'Bad', { error: 'Oops', cause: 'why' }));
    const parameters = { error: JsonPath.stringAt('$.detail.error'), status: JsonPath.stringAt('$.detail.status') };
    const following = machineOf(stack, 'Following', new sfn.Pass(stack, 'Next', { parameters }));
    new Rule(stack, 'Rule', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT'], stateMachineArn: [failing.stateMachineArn] },
      },
      targets: [new SfnStateMachine(following)],
    });
    const queue = new Queue(stack, 'Queue');
    const topic = new Topic(stack, 'Topic');
    topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
    failing
      .metricFailed({ period: Duration.minutes(1) })
      .createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1, alarmName: 'failed' })
      .addAlarmAction(new SnsAction(topic));
    tell(stack, 'Url', queue.queueUrl);
  });

  expect(await runOf(target, Failing)).toMatchObject({ status: 'FAILED', error: 'Oops', cause: 'why' });

  expect((await begunBy(target, Following)).output).toEqual({ error: 'Oops', status: 'FAILED' });
  await target.cloud.clock.advance('3m');
  const received: Message[] = [];
  const receive = async () => {
    const { Messages = [] } = await target.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl }));
    return received.push(...Messages);
  };
  await expect.poll(receive, { timeout: 15_000 }).toBeGreaterThan(0);
  expect(JSON.parse(received[0]?.Body ?? '')).toMatchObject({ AlarmName: 'failed', NewStateValue: 'ALARM' });
});

/** A queue through an express machine into a standard one, and a table's stream into another. */
function pipes(stack: Stack): void {
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
  const queue = new Queue(stack, 'Queue');
  const parameters = { body: JsonPath.stringToJson(JsonPath.stringAt('$[0].body')), isRich: true };
  const enriching = machineOf(stack, 'Enriching', new sfn.Pass(stack, 'Enrich', { parameters }), {
    stateMachineType: sfn.StateMachineType.EXPRESS,
  });
  const queued = machineOf(stack, 'Queued', new sfn.Pass(stack, 'Take'));
  const table = new Table(stack, 'Table', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    stream: StreamViewType.NEW_IMAGE,
  });
  const each = new sfn.Map(stack, 'Each', {
    itemSelector: { id: JsonPath.stringAt('$$.Map.Item.Value.dynamodb.NewImage.id.S') },
  }).itemProcessor(new sfn.Pass(stack, 'One'));
  const streamed = machineOf(stack, 'Streamed', each);
  queue.grantConsumeMessages(role);
  table.grantStreamRead(role);
  enriching.grantStartSyncExecution(role);
  queued.grantStartExecution(role);
  streamed.grantStartExecution(role);
  const targetParameters = { stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' } };
  new CfnPipe(stack, 'FromQueue', {
    roleArn: role.roleArn,
    source: queue.queueArn,
    sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
    enrichment: enriching.stateMachineArn,
    target: queued.stateMachineArn,
    targetParameters,
  });
  new CfnPipe(stack, 'FromTable', {
    roleArn: role.roleArn,
    source: table.tableStreamArn ?? '',
    sourceParameters: {
      dynamoDbStreamParameters: { startingPosition: 'LATEST', batchSize: 5 },
      filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
    },
    target: streamed.stateMachineArn,
    targetParameters,
  });
  tell(stack, 'Url', queue.queueUrl);
  tell(stack, 'TableName', table.tableName);
}

test('pipes begin executions from a queue and from a stream', { timeout: 120_000 }, async () => {
  const { Queued, Streamed, Url: QueueUrl, TableName } = await deployApp(target, pipes);

  await target.client(SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody: '{"n":1}' }));
  expect((await begunBy(target, Queued)).output).toEqual([{ body: { n: 1 }, isRich: true }]);

  await target.client(DynamoDBClient).send(new PutItemCommand({ TableName, Item: { id: { S: 'k' } } }));
  expect((await begunBy(target, Streamed)).output).toEqual([{ id: 'k' }]);
});
