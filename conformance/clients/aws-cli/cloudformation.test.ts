import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsCommand, findVersion } from './aws-command.ts';

const version = findVersion();

if (version === undefined)
  console.warn('!! NO AWS CLI: package and deploy were NOT run, as they need the command aws.');

describe.skipIf(version === undefined)('aws cloudformation and cloudcontrol', { timeout: 60_000 }, () => {
  let cloud: Cloud;
  let root: string;
  let aws: AwsCommand;

  beforeAll(async () => {
    cloud = await startCloud({ log: 'error' });
    root = mkdtempSync(join(tmpdir(), 'squall-aws-cloudformation-'));
    aws = new AwsCommand(root, cloud.endpoint);
  });
  beforeEach(() => cloud.reset());
  afterAll(async () => {
    await cloud?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('packages code and nested templates, and deploys what came of it', async () => {
    mkdirSync(join(root, 'src'), { recursive: true });
    writeFileSync(join(root, 'src/index.js'), 'exports.handler = async () => ({ from: "package" });');
    writeFileSync(
      join(root, 'child.yaml'),
      'Resources:\n  Inner:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: inner\n',
    );
    writeFileSync(
      join(root, 'template.yaml'),
      `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: packaged
      Runtime: nodejs24.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: src
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: child.yaml }
`,
    );
    await aws.print('s3', 'mb', 's3://artifacts');

    await aws.print(
      ...['cloudformation', 'package', '--template-file', 'template.yaml', '--s3-bucket', 'artifacts'],
      ...['--s3-prefix', 'app', '--output-template-file', 'packaged.yaml'],
    );
    const deployed = await aws.print(
      ...['cloudformation', 'deploy', '--stack-name', 'app', '--template-file', 'packaged.yaml'],
      ...['--capabilities', 'CAPABILITY_IAM', '--s3-bucket', 'artifacts', '--tags', 'team=a'],
    );
    await aws.ask('lambda', 'invoke', '--function-name', 'packaged', 'answer.json');
    const nested = await aws.ask('sqs', 'get-queue-url', '--queue-name', 'inner', '--endpoint-url', cloud.endpoint);

    expect(readFileSync(join(root, 'packaged.yaml'), 'utf8')).toMatch(/S3Bucket: artifacts\n {8}S3Key: app\//);
    expect(deployed).toContain('Successfully created/updated stack - app');
    expect(JSON.parse(readFileSync(join(root, 'answer.json'), 'utf8'))).toEqual({ from: 'package' });
    expect(nested).toMatchObject({ QueueUrl: expect.stringMatching(/\/inner$/) });
  });

  it('creates a resource by Cloud Control, and waits for its end', async () => {
    const created = (await aws.ask(
      ...['cloudcontrol', 'create-resource', '--type-name', 'AWS::Logs::LogGroup'],
      ...['--desired-state', '{"LogGroupName":"/cli"}'],
    )) as { readonly ProgressEvent: { readonly RequestToken: string } };

    await aws.print(
      ...['cloudcontrol', 'wait', 'resource-request-success'],
      ...['--request-token', created.ProgressEvent.RequestToken],
    );
    const got = await aws.ask(
      ...['cloudcontrol', 'get-resource', '--type-name', 'AWS::Logs::LogGroup', '--identifier', '/cli'],
    );

    expect(got).toMatchObject({ ResourceDescription: { Identifier: '/cli' } });
  });
});
