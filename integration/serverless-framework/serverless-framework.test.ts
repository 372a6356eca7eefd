import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../src/index.ts';
import { missing, Project } from './frameworks.ts';

if (missing.length > 0) {
  console.warn(
    `!! NO ${missing.join(', ')}: the Serverless Framework is NOT tested here (npm run clients:fetch serverless, or SQUALL_OSLS).`,
  );
}

/** A command of the framework takes seconds to start on a busy machine. */
const commandTimeoutMs = 120_000;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ port: 0 });
  await call('s3', 'CreateBucket', { Bucket: 'notes-existing' });
  await call('ssm', 'PutParameter', { Name: '/notes/level', Type: 'String', Value: 'loud' });
});
afterAll(() => cloud.close());

const call = <Output>(service: string, operation: string, input: object, region = 'us-east-1') =>
  cloud.kernel.call<Output>(service, operation, input, { account: '000000000000', region });

const stackNames = async (region?: string) => {
  const { Stacks = [] } = await call<{ Stacks?: { StackName: string }[] }>(
    'cloudformation',
    'DescribeStacks',
    {},
    region,
  );
  return Stacks.map(({ StackName }) => StackName);
};

/** One command after the other: each test stands on what the ones before it did. */
describe.skipIf(missing.length > 0)('osls 4 with serverless-esbuild', { timeout: commandTimeoutMs }, () => {
  let project: Project;
  let address = '';
  beforeAll(() => {
    project = new Project('notes', 'osls', cloud.endpoint);
  });
  afterAll(() => project[Symbol.dispose]());

  const create = async (id: string) => {
    const body = JSON.stringify({ id, text: 'a note' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${address}/notes`, { method: 'POST', headers, body });
    return { status: answer.status, body: await answer.json() };
  };
  /** What the function that is behind every other event was called with. */
  const heard = async (): Promise<string> => {
    const input = { logGroupName: '/aws/lambda/notes-dev-listen' };
    const { events = [] } = await call<{ events?: { message: string }[] }>('logs', 'FilterLogEvents', input);
    return events.map(({ message }) => message).join('');
  };

  it('deploys, and tells the outputs and endpoints', async () => {
    const deployed = await project.osls('deploy', '--verbose');

    expect(deployed.text).toContain('Service deployed to stack notes-dev');
    address = /HttpApiUrl: (\S+)/.exec(deployed.text)?.[1] ?? '';
    expect(deployed.text).toContain(`POST - ${address}/notes\n`);
    expect(deployed.text).toMatch(/JobsUrl: http\S+notes-dev-Jobs/);
  });

  it('has deployed an API that works, with variables of the account, a file and a parameter', async () => {
    const created = await create('n1');
    const read = await fetch(`${address}/notes/n1`);

    expect(created).toEqual({
      status: 201,
      body: { id: 'n1', greeting: 'hello', account: '000000000000', level: 'loud' },
    });
    expect(await read.json()).toEqual({ text: 'a note' });
  });

  it('has deployed every event source', async () => {
    const { text: information } = await project.osls('info', '--verbose');
    const QueueUrl = /JobsUrl: (\S+)/.exec(information)?.[1];
    await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'a job' });
    await call('events', 'PutEvents', { Entries: [{ Source: 'notes', DetailType: 'an event', Detail: '{}' }] });
    await call('s3', 'PutObject', { Bucket: 'notes-existing', Key: 'in/a.txt', Body: new Uint8Array([1]) });
    const group = { logGroupName: '/notes/audit', logStreamName: 's' };
    await call('logs', 'CreateLogStream', group);
    await call('logs', 'PutLogEvents', { ...group, logEvents: [{ timestamp: cloud.clock.now(), message: 'audited' }] });

    const signs = ['a job', 'an event', 'in/a.txt', 'awslogs', 'NewImage'];
    const lacking = async () => {
      const text = await heard();
      return signs.filter((sign) => !text.includes(sign));
    };
    await expect.poll(lacking, { timeout: 60_000 }).toEqual([]);
    expect((await project.osls('logs', '--function', 'listen')).text).toContain('a job');
  });

  it('invokes a function, and prints what it answers and logs', async () => {
    const data = JSON.stringify({ body: JSON.stringify({ id: 'n2', text: 'x' }) });

    const invoked = await project.osls('invoke', '--function', 'create', '--log', '--data', data);

    expect(invoked.code).toBe(0);
    expect(invoked.text).toContain('"statusCode": 201');
    expect(invoked.text).toContain('created n2');
  });

  it('deploys one function anew, and the whole service with a change of its settings', async () => {
    const source = join(project.directory, 'src/notes.ts');
    writeFileSync(source, readFileSync(source, 'utf8').replace('statusCode: 201', 'statusCode: 202'));

    const one = await project.osls('deploy', 'function', '--function', 'create');
    const afterOne = await create('n3');
    writeFileSync(join(project.directory, 'settings.json'), '{ "greeting": "good morning" }');
    const all = await project.osls('deploy');
    const afterAll = await create('n4');

    expect(one.text).toContain('Function code deployed');
    expect(afterOne.status).toBe(202);
    expect(all.text).toContain('Service deployed');
    expect(afterAll.body).toMatchObject({ greeting: 'good morning' });
  });

  it('removes everything', async () => {
    const removed = await project.osls('remove');

    expect(removed.text).toContain('has been successfully removed');
    expect(await stackNames()).not.toContain('notes-dev');
    await expect(call('lambda', 'GetFunction', { FunctionName: 'notes-dev-create' })).rejects.toThrow(
      'Function not found',
    );
  });
});

describe.skipIf(missing.length > 0)(
  'osls 3, whose SDK reads no AWS_ENDPOINT_URL',
  { timeout: commandTimeoutMs },
  () => {
    let project: Project;
    let address = '';
    beforeAll(() => {
      project = new Project('shop', 'osls-3', cloud.endpoint);
    });
    afterAll(() => project[Symbol.dispose]());

    const get = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`${address}/${path}`, { headers })).status;

    it('deploys by squall deploy, which prints outputs and routes', async () => {
      const deployed = await project.squall('deploy', '--stage', 'qa');

      expect(deployed.text).toContain('osls 3.77.1 deploys serverless.yml');
      address = /shop-qa\.ServiceEndpoint +(\S+)/.exec(deployed.text)?.[1] ?? '';
      expect(deployed.text).toContain(`POST    ${address}/carts\n`);
      expect(await stackNames('eu-west-1')).toContain('shop-qa');
    });

    it('has deployed an API with its validation, keys and authorizer', async () => {
      const post = (body: string) =>
        fetch(`${address}/carts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

      expect((await post('{}')).status).toBe(400);
      expect((await post('{"item":1}')).status).toBe(200);
      expect(await get('keyed')).toBe(403);
      expect(await get('keyed', { 'x-api-key': 'aaaaaaaaaabbbbbbbbbbcc' })).toBe(200);
      expect(await get('guarded')).toBe(401);
      expect(await get('guarded', { authorization: 'ann' })).toBe(200);
    });

    it('removes everything', async () => {
      const removed = await project.osls('remove', '--stage', 'qa');

      expect(removed.text).toContain('has been successfully removed');
      expect(await stackNames('eu-west-1')).not.toContain('shop-qa');
    });
  },
);

it.skipIf(missing.length > 0)(
  'what is not emulated is named in what osls prints',
  { timeout: commandTimeoutMs },
  async () => {
    using project = new Project('refused', 'osls', cloud.endpoint);

    const { code, text } = await project.osls('deploy');

    expect(code).toBe(1);
    expect(text).toMatch(/Squall does not emulate .*AWS::IoT::TopicRule/);
    expect(text).toMatch(/Squall does not emulate .*AWS::ElasticLoadBalancingV2::ListenerRule/);
  },
);
