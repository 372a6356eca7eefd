import {
  CreatePipeCommand,
  type CreatePipeCommandInput,
  DeletePipeCommand,
  DescribePipeCommand,
  ListPipesCommand,
  type ListPipesCommandInput,
  ListTagsForResourceCommand,
  PipesClient,
  StartPipeCommand,
  StopPipeCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePipeCommand,
} from '@aws-sdk/client-pipes';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { arnOf, bodies, makePipe, makeQueue, role, send } from './make-pipe.ts';

const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const sqs = () => target.client(SQSClient);
let pipes: PipesClient;
let sourceUrl: string;
let targetUrl: string;

beforeEach(async () => {
  pipes = target.client(PipesClient);
  sourceUrl = await makeQueue(sqs(), 'source');
  targetUrl = await makeQueue(sqs(), 'target');
});

const named = { Name: 'p' };
const arn = arnOf('pipes', 'pipe/p');
const describePipe = async (Name = 'p') => {
  const { $metadata: _, ...pipe } = await pipes.send(new DescribePipeCommand({ Name }));
  return pipe;
};

describe('CreatePipe', () => {
  it('answers the pipe as it is while it is made', async () => {
    const { $metadata, ...answer } = await makePipe(pipes);

    expect($metadata.httpStatusCode).toBe(200);
    expect(answer).toEqual({
      Arn: arn,
      Name: 'p',
      DesiredState: 'RUNNING',
      CurrentState: 'CREATING',
      CreationTime: expect.any(Date),
      LastModifiedTime: expect.any(Date),
    });
  });

  it('is refused for a name that is taken', async () => {
    await makePipe(pipes);

    await expect(makePipe(pipes)).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Pipe p already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('makes a pipe that stands still where its source is not there, and says why', async () => {
    await makePipe(pipes, { Source: arnOf('sqs', 'nowhere') });

    expect(await describePipe()).toMatchObject({
      CurrentState: 'CREATE_FAILED',
      StateReason: expect.stringMatching(/^Input parameter is invalid from the request due to : Error occurred/),
    });
  });

  const stream = arnOf('dynamodb', 'table/t/stream/2026-01-01T00:00:00.000');
  it.each<[string, Partial<CreatePipeCommandInput>, string]>([
    [
      'a batch of none',
      { SourceParameters: { SqsQueueParameters: { BatchSize: 0 } } },
      '[numeric instance is lower than the required minimum (minimum: 1, found: 0)]',
    ],
    [
      'members that are missing',
      { RoleArn: undefined, Target: undefined },
      '[object has missing required properties (["RoleArn","Target"])]',
    ],
    [
      'a state that is none',
      { DesiredState: 'PAUSED' as 'STOPPED' },
      '[instance value ("PAUSED") not found in enum (possible values: ["RUNNING","STOPPED"])]',
    ],
    [
      'a stream without its parameters',
      { Source: stream },
      '{"ValidationErrorFields":[{"Name":"SourceParameters.DynamoDBStreamParameters","Message":"Missing required parameter."}]}',
    ],
    [
      'a FIFO queue without a group',
      { Target: arnOf('sqs', 'q.fifo') },
      '{"ValidationErrorFields":[{"Name":"TargetParameters.SqsQueueParameters.MessageGroupId","Message":"Missing required parameter."}]}',
    ],
    [
      'a batch that its target does not take',
      { SourceParameters: { SqsQueueParameters: { BatchSize: 11, MaximumBatchingWindowInSeconds: 1 } } },
      '{"ValidationErrorFields":[{"Name":"SourceParameters.SqsQueueParameters.BatchSize","Message":"The maximum batch size for the enrichment and the target is 10."}]}',
    ],
  ])('refuses %s', async (_, input, message) => {
    await expect(makePipe(pipes, input)).rejects.toMatchObject({
      name: 'ValidationException',
      message,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses names and patterns that are malformed', async () => {
    await expect(makePipe(pipes, { Name: 'a b' })).rejects.toThrow(
      "Value 'a b' at 'name' failed to satisfy constraint",
    );
    const SourceParameters = { FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } };
    await expect(makePipe(pipes, { SourceParameters })).rejects.toThrow('Event pattern is not valid');
  });

  it.each([
    ['Amazon MQ', { Source: arnOf('mq', 'broker:b:1') }],
    ['Amazon MSK', { Source: arnOf('kafka', 'cluster/c/1') }],
    ['self-managed Apache Kafka', { Source: 'smk://broker:9092' }],
    ['Amazon ECS tasks', { Target: arnOf('ecs', 'cluster/c') }],
    ['AWS Batch jobs', { Target: arnOf('batch', 'job-queue/q') }],
    ['Amazon SageMaker pipelines', { Target: arnOf('sagemaker', 'pipeline/p') }],
    ['Amazon Redshift', { Target: arnOf('redshift', 'cluster:c') }],
    ['Amazon Timestream', { Target: arnOf('timestream', 'database/d/table/t') }],
  ])('refuses %s by name', async (name, input) => {
    await expect(makePipe(pipes, input)).rejects.toMatchObject({
      message: expect.stringContaining(name),
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('DescribePipe', () => {
  it('answers all settings, with the batch size that AWS has for a default', async () => {
    await makePipe(pipes, { Description: 'orders', Tags: { team: 'a' }, DesiredState: 'STOPPED' });

    expect(await describePipe()).toEqual({
      Arn: arn,
      Name: 'p',
      Description: 'orders',
      DesiredState: 'STOPPED',
      CurrentState: 'STOPPED',
      Source: arnOf('sqs', 'source'),
      SourceParameters: { SqsQueueParameters: { BatchSize: 10 } },
      Target: arnOf('sqs', 'target'),
      RoleArn: role,
      Tags: { team: 'a' },
      CreationTime: expect.any(Date),
      LastModifiedTime: expect.any(Date),
    });
  });

  it('is refused for a pipe that is not there', async () => {
    const missing = {
      name: 'NotFoundException',
      message: 'Pipe p does not exist.',
      $metadata: { httpStatusCode: 404 },
    };

    for (const Command of [DescribePipeCommand, DeletePipeCommand, StartPipeCommand, StopPipeCommand]) {
      await expect(pipes.send(new Command(named) as DescribePipeCommand)).rejects.toMatchObject(missing);
    }
  });
});

describe('UpdatePipe', () => {
  it('leaves what is not named, and replaces the parameters of a service as a whole', async () => {
    await makePipe(pipes, {
      Description: 'before',
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{"body":["a"]}' }] },
        SqsQueueParameters: { BatchSize: 5, MaximumBatchingWindowInSeconds: 3 },
      },
    });

    const answer = await pipes.send(
      new UpdatePipeCommand({
        ...named,
        RoleArn: role,
        SourceParameters: { SqsQueueParameters: { MaximumBatchingWindowInSeconds: 4 } },
        TargetParameters: { InputTemplate: '<$.body>' },
      }),
    );

    expect(answer).toMatchObject({ CurrentState: 'UPDATING', DesiredState: 'RUNNING' });
    expect(await describePipe()).toMatchObject({
      Description: 'before',
      CurrentState: 'RUNNING',
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{"body":["a"]}' }] },
        SqsQueueParameters: { BatchSize: 10, MaximumBatchingWindowInSeconds: 4 },
      },
      TargetParameters: { InputTemplate: '<$.body>' },
    });
  });

  it('takes effect for the next message', async () => {
    await makePipe(pipes, { TargetParameters: { InputTemplate: 'before' } });

    await pipes.send(
      new UpdatePipeCommand({ ...named, RoleArn: role, TargetParameters: { InputTemplate: 'after <$.body>' } }),
    );
    await send(sqs(), sourceUrl, 'x');
    await advance('1s');

    expect(await bodies(sqs(), targetUrl)).toEqual(['after x']);
  });
});

describe('StartPipe and StopPipe', () => {
  it('let a pipe stand still and go on', async () => {
    await makePipe(pipes);

    expect(await pipes.send(new StopPipeCommand(named))).toMatchObject({
      CurrentState: 'STOPPING',
      DesiredState: 'STOPPED',
    });
    await send(sqs(), sourceUrl, 'waits');
    await advance('1m');
    expect(await bodies(sqs(), targetUrl)).toEqual([]);
    expect(await pipes.send(new StartPipeCommand(named))).toMatchObject({
      CurrentState: 'STARTING',
      DesiredState: 'RUNNING',
    });
    await advance('1s');

    expect(await bodies(sqs(), targetUrl)).toHaveLength(1);
    expect(await describePipe()).toMatchObject({ CurrentState: 'RUNNING' });
  });
});

describe('DeletePipe', () => {
  it('leaves nothing of a pipe', async () => {
    await makePipe(pipes);

    expect(await pipes.send(new DeletePipeCommand(named))).toMatchObject({
      Arn: arn,
      CurrentState: 'DELETING',
      DesiredState: 'STOPPED',
    });
    await send(sqs(), sourceUrl, 'x');
    await advance('1m');

    await expect(describePipe()).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(await bodies(sqs(), targetUrl)).toEqual([]);
  });
});

describe('ListPipes', () => {
  it('answers page by page, by prefixes and states', async () => {
    for (const Name of ['a1', 'a2', 'b1']) await makePipe(pipes, { Name });
    await pipes.send(new StopPipeCommand({ Name: 'a2' }));
    const list = async (input: ListPipesCommandInput) => {
      const { Pipes = [], NextToken } = await pipes.send(new ListPipesCommand(input));
      return { names: Pipes.map(({ Name }) => Name), NextToken };
    };

    const first = await list({ Limit: 2 });
    const second = await list({ Limit: 2, NextToken: first.NextToken });

    expect([first.names, second.names, second.NextToken]).toEqual([['a1', 'a2'], ['b1'], undefined]);
    expect((await list({ NamePrefix: 'a' })).names).toEqual(['a1', 'a2']);
    expect((await list({ CurrentState: 'STOPPED' })).names).toEqual(['a2']);
    expect((await list({ DesiredState: 'RUNNING', NamePrefix: 'a' })).names).toEqual(['a1']);
    expect((await list({ SourcePrefix: 'arn:aws:dynamodb' })).names).toEqual([]);
    expect((await list({ TargetPrefix: arnOf('sqs', 't') })).names).toHaveLength(3);
    await expect(list({ NextToken: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(list({ Limit: 101 })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('tags', () => {
  it('are put on and taken off', async () => {
    await makePipe(pipes, { Tags: { a: '1', b: '2' } });

    await pipes.send(new TagResourceCommand({ resourceArn: arn, tags: { b: '3', c: '4' } }));
    await pipes.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['a'] }));

    const { tags } = await pipes.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ b: '3', c: '4' });
    const nowhere = new ListTagsForResourceCommand({ resourceArn: arnOf('pipes', 'pipe/nowhere') });
    await expect(pipes.send(nowhere)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

it('a pipe begins anew under the name of one that was deleted', async () => {
  await makePipe(pipes);
  await pipes.send(new DeletePipeCommand(named));
  await pipes.send(
    new CreatePipeCommand({
      ...named,
      RoleArn: role,
      Source: arnOf('sqs', 'source'),
      Target: arnOf('sqs', 'target'),
      TargetParameters: { InputTemplate: 'second' },
    }),
  );
  await send(sqs(), sourceUrl, 'x');
  await advance('1s');

  expect(await bodies(sqs(), targetUrl)).toEqual(['second']);
});
