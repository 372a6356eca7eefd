import { describe, expect, it } from 'vitest';
import { checkFiles, linesOf } from '../testing/check-files.ts';

const said = async (file: string, text: string): Promise<string[]> =>
  linesOf(await checkFiles({ [file]: text })).map((line) => line.replace(`${file}:`, ''));

describe('the SDK for JavaScript, version 3', () => {
  it('is found by commands, whatever they are called, and by paginators', async () => {
    const code = `
import { DynamoDBClient, PutItemCommand as Put, type Foo } from '@aws-sdk/client-dynamodb';
import * as storage from "@aws-sdk/client-s3";
import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
const { PublishCommand } = require('@aws-sdk/client-sns');
// new Put({})
const quote = /["'\`]/g; const url = 'https://a.example';
await client.send(new Put({ TableName }));
await client.send(new GetCommand({ TableName }));
await client.send(new storage.PutObjectCommand({ Bucket }));
for await (const page of paginateQuery({ client }, {})) {}
await client.send(new PublishCommand({}));
`;
    expect(await said('a.ts', code)).toEqual([
      '8 emulated dynamodb:PutItem',
      '9 emulated dynamodb:GetItem',
      '10 emulated s3:PutObject',
      '11 emulated dynamodb:Query',
      '12 emulated sns:Publish',
    ]);
  });

  it('is refused where operation or service are, and told with the nearest name where AWS has no such command', async () => {
    const code = `
import { S3, SelectObjectContentCommand } from '@aws-sdk/client-s3';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { InvokeComandCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
class Store { private readonly s3 = new S3({ region }); read() { return this.s3.selectObjectContent({}); } }
new SelectObjectContentCommand({});
new SendEmailCommand({});
new InvokeComandCommand({});
new CreateFunctionCommand({ FunctionName: 'a}', Environment: { SnapStart: 1 }, SnapStart: { ApplyOn: 'None' } });
`;
    expect(await said('a.mts', code)).toEqual([
      '5 refused s3:SelectObjectContent: S3 does not emulate this operation',
      '6 refused s3:SelectObjectContent: S3 does not emulate this operation',
      '7 refused ses:SendEmail: this service is not emulated',
      '8 unknown lambda:InvokeComand: the service has no such operation',
      '9 emulated lambda:CreateFunction',
      expect.stringMatching(/^9 stored only lambda:CreateFunction.SnapStart: environments/),
    ]);
  });
});

describe('clients of the SDK for JavaScript, version 3', () => {
  it('are found by what they are assigned to, with documents and managed uploads', async () => {
    const code = `
import type { S3Client } from '@aws-sdk/client-s3';
import { type AttributeValue, DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import { Upload } from '@aws-sdk/lib-storage';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
const tables: DynamoDB = new DynamoDB({});
const documents = DynamoDBDocument.from(tables, { marshallOptions: {} });
await documents.transactWrite({});
await tables.listTables({});
tables.destroy();
await new Upload({ client, params: {} }).done();
await new BedrockRuntimeClient({}).send(new InvokeModelCommand({}));
`;
    expect(await said('a.ts', code)).toEqual([
      '9 emulated dynamodb:TransactWriteItems',
      '10 emulated dynamodb:ListTables',
      '12 emulated s3:PutObject',
      '13 refused bedrock-runtime:InvokeModel: this service is not emulated',
    ]);
  });
});

describe('the SDK for JavaScript, version 2', () => {
  it('is found by clients and their methods', async () => {
    const code = `
const AWS = AWSXRay.captureAWS(require('aws-sdk'));
const S3 = require('aws-sdk/clients/s3');
const { SQS } = require('aws-sdk');
const documents = new AWS.DynamoDB.DocumentClient({ region });
const s3 = new S3();
AWS.config.update({});
documents.batchGet({}).promise();
s3.upload({}).promise();
s3.getSignedUrl('getObject', {});
new SQS({ region }).sendMessage({});
new AWS.SES({ region }).sendEmail({});
new AWS.CognitoIdentityServiceProvider().adminGetUser({});
`;
    expect(await said('a.js', code)).toEqual([
      '8 emulated dynamodb:BatchGetItem',
      '9 emulated s3:PutObject',
      '11 emulated sqs:SendMessage',
      '12 refused ses: this service is not emulated',
      expect.stringMatching(/^13 \S+ cognito-idp:AdminGetUser/),
    ]);
  });
});

describe('boto3', () => {
  it('is found by clients, resources and what they make', async () => {
    const code = `
import boto3
s3 = boto3.client('s3')  # boto3.client('ses')
table = boto3.resource("dynamodb", region_name="eu-west-1").Table('orders')
dynamodb = boto3.resource('dynamodb')
other = dynamodb.Table('orders')
class Worker:
    def __init__(self):
        self.sfn = boto3.session.Session().client('stepfunctions')
    def work(self):
        self.sfn.start_execution(input='{}')
s3.upload_file('a', 'b', 'c')
s3.get_paginator('list_objects_v2')
s3.generate_presigned_url('get_object')
other.put_item(Item={})
boto3.client('polly').synthesize_speech()
boto3.client('sts').get_caller_identity()
s3.select_object_content()
`;
    expect(await said('a.py', code)).toEqual([
      '11 emulated states:StartExecution',
      '12 emulated s3:PutObject',
      '13 emulated s3:ListObjectsV2',
      '15 emulated dynamodb:PutItem',
      '16 refused polly: this service is not emulated',
      '17 emulated sts:GetCallerIdentity',
      '18 refused s3:SelectObjectContent: S3 does not emulate this operation',
    ]);
  });

  it('is found where its functions are imported, in batches, and by objects of S3', async () => {
    const code = `
from boto3 import client, resource
queues = client('sqs')
queues.send_message()
table = resource('dynamodb').Table('orders')
tables = resource('dynamodb')
orders = tables.Table('orders')
with orders.batch_writer() as batch:
    batch.put_item(Item={})
buckets = resource('s3')
buckets.Bucket('a').upload_file('a', 'b')
thing = buckets.Object('a', 'b')
thing.get()
`;
    expect(await said('a.py', code)).toEqual([
      '4 emulated sqs:SendMessage',
      '9 emulated dynamodb:PutItem',
      '11 emulated s3:PutObject',
      '13 emulated s3:GetObject',
    ]);
  });
});
