import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../src/index.ts';

/** The CDK CLI's own work: start, synthesis and bundling take seconds each on a busy machine. */
const commandTimeoutMs = 60_000;

const appFolder = resolve('integration/fixtures/other-app');
const cdklocal = resolve('node_modules/aws-cdk-local/bin/cdklocal');

let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'squall-cdk-'));
  cloud = await startCloud({ port: 0 });
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** Runs the unmodified CLI, as a user's shell would: nothing but the variables points it here. */
function cdk(...words: string[]): Promise<Outcome> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_ENDPOINT_URL_S3: cloud.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CI: '1',
    NO_COLOR: '1',
    NODE_OPTIONS: '',
  };
  const argv = [cdklocal, ...words, '--output', join(folder, 'cdk.out'), '--no-notices'];
  return new Promise((done) => {
    execFile(process.execPath, argv, { cwd: appFolder, env, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      done({ code: error ? 1 : 0, text: stdout + stderr });
    });
  });
}

const deploy = (...words: string[]) =>
  cdk('deploy', '--require-approval', 'never', '--outputs-file', join(folder, 'outputs.json'), ...words);

const outputs = (): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')).Notes as Record<string, string>;

const notes = async (init?: RequestInit) => {
  const answer = await fetch(`${outputs().Url}notes?author=ann`, init);
  return { status: answer.status, cors: answer.headers.get('access-control-allow-origin'), body: await answer.json() };
};

const client = <Client>(Type: new (config: object) => Client) =>
  new Type({
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 't' },
  });

/** One deployment after the other: each test stands on what the ones before it did. */
describe('An app that is not ours, through the unmodified CDK CLI', () => {
  it('bootstraps and deploys', { timeout: 2 * commandTimeoutMs }, async () => {
    const bootstrapped = await cdk('bootstrap', 'aws://000000000000/us-east-1');
    const deployed = await deploy();

    expect(bootstrapped).toMatchObject({ code: 0, text: expect.stringContaining('bootstrapped') });
    expect(deployed).toMatchObject({ code: 0, text: expect.stringContaining('✅  Notes') });
    expect(outputs()).toMatchObject({ SeededOutput: 'yes', Url: expect.stringContaining(cloud.endpoint) });
  });

  it('answers over HTTP, with the SDK of the runtime, an index and a secret', async () => {
    const headers = { 'content-type': 'application/json', origin: 'https://notes.example' };
    const body = JSON.stringify({ id: 'n1', author: 'ann', tag: 'todo' });

    const created = await notes({ method: 'POST', headers, body });
    const listed = await notes();

    expect(created).toMatchObject({ status: 201, cors: 'https://notes.example', body: { id: 'n1' } });
    expect(listed).toMatchObject({ status: 200, body: { version: 'one', isPeppered: true, ids: ['n1'] } });
  });

  it('tells differences without making them', { timeout: commandTimeoutMs }, async () => {
    const { text } = await cdk('diff', '-c', 'version=two');

    expect(text).toMatch(/\[~\] AWS::DynamoDB::Table Drafts \S+ replace/);
    expect(text).toMatch(/Number of stacks with differences: 1/);
    expect((await notes()).body).toMatchObject({ version: 'one' });
  });

  it('updates code and properties and replaces, and keeps the rest', { timeout: commandTimeoutMs }, async () => {
    const before = outputs();

    const deployed = await deploy('-c', 'version=two');

    expect(deployed).toMatchObject({ code: 0, text: expect.stringContaining('✅  Notes') });
    expect(outputs().Url).toBe(before.Url);
    expect(outputs().DraftsName).not.toBe(before.DraftsName);
    expect((await notes()).body).toMatchObject({ version: 'two', ids: ['n1'] });
    const { Table } = await client(DynamoDBClient).send(new DescribeTableCommand({ TableName: outputs().DraftsName }));
    expect(Table?.KeySchema).toEqual([{ AttributeName: 'draftId', KeyType: 'HASH' }]);
  });

  it('has nothing to do where nothing changed', { timeout: commandTimeoutMs }, async () => {
    expect(await deploy('-c', 'version=two')).toMatchObject({ code: 0, text: expect.stringContaining('(no changes)') });
  });

  it('names what is not emulated, and stays as it is', { timeout: commandTimeoutMs }, async () => {
    const failed = await deploy('-c', 'version=two', '-c', 'unsupported=1');

    expect(failed).toMatchObject({
      code: 1,
      text: expect.stringContaining('Squall does not emulate AWS::AppSync::GraphQLApi'),
    });
    expect((await notes()).body).toMatchObject({ version: 'two', ids: ['n1'] });
    const { Stacks } = await client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: 'Notes' }));
    expect(Stacks?.[0]?.StackStatus).toBe('UPDATE_COMPLETE');
  });

  it('is destroyed without a trace', { timeout: commandTimeoutMs }, async () => {
    const destroyed = await cdk('destroy', '--force');

    expect(destroyed).toMatchObject({ code: 0, text: expect.stringContaining('destroyed') });
    expect((await client(LambdaClient).send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    expect((await client(DynamoDBClient).send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });
});
