import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsCommand, findVersion } from './aws-command.ts';

const version = findVersion();

if (version === undefined) console.warn('!! NO AWS CLI: its suite was NOT run, as it needs the command aws.');

describe.skipIf(version === undefined)('the AWS CLI', { timeout: 60_000 }, () => {
  let cloud: Cloud;
  let root: string;
  let aws: AwsCommand;

  beforeAll(async () => {
    cloud = await startCloud({ log: 'error' });
    root = mkdtempSync(join(tmpdir(), 'squall-aws-cli-'));
    aws = new AwsCommand(root, cloud.endpoint);
  });
  beforeEach(() => cloud.reset());
  afterAll(async () => {
    await cloud?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('syncs a directory up and down, large files in parts, and copies only what differs', async () => {
    const large = Buffer.alloc(9 * 1024 * 1024, 'squall');
    mkdirSync(join(root, 'there/sub'), { recursive: true });
    writeFileSync(join(root, 'there/large'), large);
    writeFileSync(join(root, 'there/sub/b ü.txt'), 'b');
    // S3 tells whole seconds: a file of the same second would be the younger one, and be copied again.
    for (const file of ['there/large', 'there/sub/b ü.txt']) utimesSync(join(root, file), 1_700_000_000, 1_700_000_000);

    await aws.print('s3', 'mb', 's3://synced');
    const first = await aws.print('s3', 'sync', 'there', 's3://synced/dir', '--no-progress');
    const again = await aws.print('s3', 'sync', 'there', 's3://synced/dir', '--no-progress');
    await aws.print('s3', 'sync', 's3://synced/dir', 'back');

    expect(first).toContain('upload: there/large to s3://synced/dir/large');
    expect(again).toBe('');
    expect(readFileSync(join(root, 'back/large')).equals(large)).toBe(true);
    expect(readFileSync(join(root, 'back/sub/b ü.txt'), 'utf8')).toBe('b');
    expect(await aws.ask('s3api', 'head-object', '--bucket', 'synced', '--key', 'dir/large')).toMatchObject({
      ContentLength: large.length,
      ETag: expect.stringMatching(/-2"$/),
    });
  });

  it('lists, moves, prints, presigns and removes objects with their bucket', async () => {
    writeFileSync(join(root, 'a.txt'), 'of a file');
    await aws.print('s3', 'mb', 's3://moved');
    await aws.print('s3', 'cp', 'a.txt', 's3://moved/a.txt');

    await aws.print('s3', 'mv', 's3://moved/a.txt', 's3://moved/to/b.txt');
    const listed = await aws.print('s3', 'ls', 's3://moved', '--recursive', '--summarize');
    const printed = await aws.print('s3', 'cp', 's3://moved/to/b.txt', '-');
    const url = (await aws.print('s3', 'presign', 's3://moved/to/b.txt')).trim();
    const fetched = await (await fetch(url)).text();
    const removed = await aws.print('s3', 'rb', 's3://moved', '--force');

    expect(listed).toMatch(/ 9 to\/b\.txt\n[\s\S]*Total Objects: 1\n/);
    expect([printed, fetched]).toEqual(['of a file', 'of a file']);
    expect(removed).toBe('delete: s3://moved/to/b.txt\nremove_bucket: moved\n');
    await expect(aws.print('s3', 'ls', 's3://moved')).rejects.toThrow(
      /\(NoSuchBucket\).*The specified bucket does not/,
    );
  });

  it('speaks to SQS by --endpoint-url, which version 1 wants', async () => {
    const sqs = (...args: readonly string[]) => aws.ask('--endpoint-url', cloud.endpoint, 'sqs', ...args);
    const { QueueUrl: url } = (await sqs('create-queue', '--queue-name', 'q')) as { readonly QueueUrl: string };

    await sqs('send-message', '--queue-url', url, '--message-body', 'hello');
    const received = await sqs('receive-message', '--queue-url', url);

    expect(url).toBe(`${cloud.endpoint}/000000000000/q`);
    expect(received).toMatchObject({ Messages: [{ Body: 'hello' }] });
  });

  it('finds SQS by AWS_ENDPOINT_URL in version 2 alone', async () => {
    const asked = aws.print('sqs', 'list-queues');

    if (version?.startsWith('aws-cli/1.')) await expect(asked).rejects.toThrow('Failed to connect to proxy URL');
    else expect(await asked).toBe('');
  });

  it('invokes a function into a file', async () => {
    const code = 'exports.handler = async (event) => ({ echo: event });';
    writeFileSync(join(root, 'f.zip'), zipSync({ 'index.js': Buffer.from(code) }));
    const role = 'arn:aws:iam::000000000000:role/any';
    const named = ['--function-name', 'f'];
    await aws.ask(
      ...['lambda', 'create-function', ...named, '--runtime', 'nodejs24.x', '--role', role],
      ...['--handler', 'index.handler', '--zip-file', 'fileb://f.zip'],
    );
    await aws.print('lambda', 'wait', 'function-active-v2', ...named);

    const payload = [
      '--payload',
      '{"a": "ü"}',
      ...(version?.startsWith('aws-cli/1.') ? [] : ['--cli-binary-format', 'raw-in-base64-out']),
    ];
    const answer = await aws.ask('lambda', 'invoke', ...named, ...payload, 'answer.json');

    expect(answer).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(readFileSync(join(root, 'answer.json'), 'utf8'))).toEqual({ echo: { a: 'ü' } });
  });

  it('puts, gets and counts items, by pages of its own', async () => {
    const table = ['--table-name', 'things'];
    await aws.ask(
      ...['dynamodb', 'create-table', ...table, '--billing-mode', 'PAY_PER_REQUEST'],
      ...[
        '--key-schema',
        'AttributeName=pk,KeyType=HASH',
        '--attribute-definitions',
        'AttributeName=pk,AttributeType=S',
      ],
    );
    await aws.print('dynamodb', 'wait', 'table-exists', ...table);
    for (const pk of ['a', 'b'])
      await aws.print('dynamodb', 'put-item', ...table, '--item', JSON.stringify({ pk: { S: pk } }));

    const page = await aws.ask('dynamodb', 'scan', ...table, '--page-size', '1', '--max-items', '1');
    const { NextToken: token } = page as { readonly NextToken: string };
    const rest = await aws.ask('dynamodb', 'scan', ...table, '--starting-token', token);

    expect((page as { Items: unknown[] }).Items.concat((rest as { Items: unknown[] }).Items)).toHaveLength(2);
  });

  it('makes a stack, and tells names that are not there by AWS’s words', async () => {
    const body = JSON.stringify({
      Resources: { Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: 'v' } } },
    });
    await aws.ask('cloudformation', 'create-stack', '--stack-name', 's', '--template-body', body);

    // Version 2 says in between that it was to try once only.
    await expect(aws.print('cloudformation', 'describe-stacks', '--stack-name', 'none')).rejects.toThrow(
      /An error occurred \(ValidationError\) when calling the DescribeStacks operation(?: \(reached max retries: 0\))?: Stack with id none does not exist/,
    );
    await expect(aws.print('iam', 'get-role', '--role-name', 'none')).rejects.toThrow(
      /An error occurred \(NoSuchEntity\) when calling the GetRole operation(?: \(reached max retries: 0\))?: The role with name none cannot be found\./,
    );
    await expect(aws.print('secretsmanager', 'get-secret-value', '--secret-id', 'none')).rejects.toThrow(
      "Secrets Manager can't find the specified secret.",
    );
    await expect
      .poll(() => aws.print('ssm', 'get-parameter', '--name', '/p', '--query', 'Parameter.Value', '--output', 'text'), {
        timeout: 20_000,
      })
      .toBe('v\n');
  });

  it('deploys a template, and finds nothing to do the next time', async () => {
    const properties = { QueueName: { Ref: 'Name' } };
    const template = {
      Parameters: { Name: { Type: 'String' } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties } },
    };
    writeFileSync(join(root, 'template.json'), JSON.stringify(template));
    const deploy = () =>
      aws.print(
        ...['cloudformation', 'deploy', '--stack-name', 'deployed', '--template-file', 'template.json'],
        ...['--no-fail-on-empty-changeset', '--parameter-overrides', 'Name=named'],
      );

    expect(await deploy()).toContain('Successfully created/updated stack - deployed');
    expect(await deploy()).toContain('No changes to deploy. Stack deployed is up to date');
  });

  it('filters logs', async () => {
    const stream = ['--log-group-name', '/g', '--log-stream-name', 's'];
    await aws.print('logs', 'create-log-group', '--log-group-name', '/g');
    await aws.print('logs', 'create-log-stream', ...stream);
    const timestamp = cloud.clock.now();
    await aws.ask(
      'logs',
      'put-log-events',
      ...stream,
      '--log-events',
      JSON.stringify([{ timestamp, message: 'seen' }]),
    );

    const found = await aws.print(
      'logs',
      'filter-log-events',
      '--log-group-name',
      '/g',
      '--query',
      'events[].message',
      '--output',
      'text',
    );

    expect(found).toBe('seen\n');
  });
});
