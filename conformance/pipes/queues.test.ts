import { LambdaClient } from '@aws-sdk/client-lambda';
import { PipesClient } from '@aws-sdk/client-pipes';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from '../lambda/make-function.ts';
import { arnOf, bodies, makePipe, makeQueue, received, send } from './make-pipe.ts';

// Retries are a matter of time, so the test owns it.
const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const sqs = () => target.client(SQSClient);
const pipes = () => target.client(PipesClient);
const lambda = () => target.client(LambdaClient);

let sourceUrl: string;
let targetUrl: string;

beforeEach(async () => {
  sourceUrl = await makeQueue(sqs(), 'source', { VisibilityTimeout: '30' });
  targetUrl = await makeQueue(sqs(), 'target');
});

/** Remembers its events, answers by what is in `answer`. */
const remembering = (answer: string) => `const events = [];
  exports.handler = async (event) => {
    if (event.read) return events;
    events.push(event);
    ${answer}
  };`;
const events = async (FunctionName = 'f') =>
  (await invoke(lambda(), { read: true }, { FunctionName })).payload as readonly unknown[];

describe('a pipe from queue to queue', () => {
  it('passes on the whole record, as AWS documents it, and takes the message away', async () => {
    await makePipe(pipes());
    await send(sqs(), sourceUrl, { a: 1 });
    await advance('1s');

    const [body = ''] = await bodies(sqs(), targetUrl);
    expect(JSON.parse(body)).toEqual({
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: '{"a":1}',
      attributes: expect.objectContaining({ ApproximateReceiveCount: '1', SenderId: expect.any(String) }),
      messageAttributes: {},
      md5OfBody: expect.any(String),
      eventSource: 'aws:sqs',
      eventSourceARN: arnOf('sqs', 'source'),
      awsRegion: 'us-east-1',
    });
    await advance('1h');
    expect(await received(sqs(), sourceUrl)).toEqual([]);
  });

  it('passes on a text as it is by its path', async () => {
    await makePipe(pipes(), { TargetParameters: { InputTemplate: '<$.body>' } });
    await send(sqs(), sourceUrl, 'plain text');
    await send(sqs(), sourceUrl, { a: [1, '2'] });
    await advance('1s');

    expect((await bodies(sqs(), targetUrl)).sort()).toEqual(['plain text', '{"a":[1,"2"]}']);
  });

  it('drops what matches none of its filters', async () => {
    await makePipe(pipes(), {
      SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] } },
      TargetParameters: { InputTemplate: '<$.body.id>' },
    });
    await send(sqs(), sourceUrl, { kind: 'order', id: 'one' });
    await send(sqs(), sourceUrl, { kind: 'other', id: 'two' });
    await advance('1h');

    expect(await bodies(sqs(), targetUrl)).toEqual(['one']);
    expect(await received(sqs(), sourceUrl)).toEqual([]);
  });

  it('names group and deduplication of a FIFO queue by paths', async () => {
    const url = await makeQueue(sqs(), 'target.fifo', { FifoQueue: 'true' });
    await makePipe(pipes(), {
      Target: arnOf('sqs', 'target.fifo'),
      TargetParameters: {
        InputTemplate: '<$.body.id>',
        SqsQueueParameters: { MessageGroupId: '$.body.customer', MessageDeduplicationId: '$.messageId' },
      },
    });
    await send(sqs(), sourceUrl, { id: 'one', customer: 'ann' });
    await advance('1s');

    const [message] = await received(sqs(), url);
    expect([message?.Body, message?.Attributes?.MessageGroupId]).toEqual(['one', 'ann']);
  });

  it('tries again what its target does not take, until the queue gives it up', async () => {
    const deadUrl = await makeQueue(sqs(), 'dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('sqs', 'dead'), maxReceiveCount: '2' });
    const url = await makeQueue(sqs(), 'redriven', { VisibilityTimeout: '30', RedrivePolicy });
    await makePipe(pipes(), { Source: arnOf('sqs', 'redriven'), Target: arnOf('sqs', 'nowhere') });
    await send(sqs(), url, 'lost');
    await advance('2m');

    expect(await bodies(sqs(), deadUrl)).toEqual(['lost']);
  });
});

describe('a pipe to a function', () => {
  it('invokes it with a list of what the template makes of each record', async () => {
    await makeFunction(lambda(), remembering('return {};'));
    await makePipe(pipes(), {
      Target: arnOf('lambda', 'function:f'),
      SourceParameters: { SqsQueueParameters: { BatchSize: 10, MaximumBatchingWindowInSeconds: 5 } },
      TargetParameters: { InputTemplate: '{"id": <$.body.id>, "pipe": "<aws.pipes.pipe-name>"}' },
    });
    await send(sqs(), sourceUrl, { id: 1 });
    await send(sqs(), sourceUrl, { id: 'two' });
    await advance('6s');

    const [batch] = (await events()) as [readonly { id: unknown }[]];
    expect(batch.toSorted((a, b) => String(a.id).localeCompare(String(b.id)))).toEqual([
      { id: 1, pipe: 'p' },
      { id: 'two', pipe: 'p' },
    ]);
  });

  it('brings back what it names as failed, and nothing else', async () => {
    await makeFunction(
      lambda(),
      remembering(`const failed = event.filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1');
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };`),
    );
    await makePipe(pipes(), {
      Target: arnOf('lambda', 'function:f'),
      SourceParameters: { SqsQueueParameters: { BatchSize: 10, MaximumBatchingWindowInSeconds: 5 } },
    });
    await send(sqs(), sourceUrl, 'good');
    await send(sqs(), sourceUrl, 'bad');
    await advance('10m');

    const batches = ((await events()) as { body: string }[][]).map((batch) => batch.map(({ body }) => body).sort());
    expect(batches).toEqual([['bad', 'good'], ['bad']]);
  });

  it('does not care how it ends where it is to fire and forget', async () => {
    await makeFunction(lambda(), remembering(`throw new Error('no');`));
    await makePipe(pipes(), {
      Target: arnOf('lambda', 'function:f'),
      TargetParameters: { LambdaFunctionParameters: { InvocationType: 'FIRE_AND_FORGET' } },
    });
    await send(sqs(), sourceUrl, 'x');
    await advance('20s');

    expect(await received(sqs(), sourceUrl)).toEqual([]);
    await advance('1m');
    expect(await received(sqs(), sourceUrl)).toEqual([]);
  });
});

describe('a pipe with an enrichment', () => {
  it('tells the target what the function answered', async () => {
    await makeFunction(lambda(), remembering('return event.map(({ id }) => ({ id, price: 3 }));'));
    await makePipe(pipes(), {
      Enrichment: arnOf('lambda', 'function:f'),
      EnrichmentParameters: { InputTemplate: '{"id": <$.body.id>}' },
      TargetParameters: { InputTemplate: '<$.id> costs <$.price>' },
    });
    await send(sqs(), sourceUrl, { id: 'one' });
    await advance('1s');

    expect(await events()).toEqual([[{ id: 'one' }]]);
    expect(await bodies(sqs(), targetUrl)).toEqual(['one costs 3']);
  });

  it.each(['return [];', 'return {};', `return '';`])(
    'tells the target nothing of an empty answer: %s',
    async (code) => {
      await makeFunction(lambda(), remembering(code));
      await makePipe(pipes(), { Enrichment: arnOf('lambda', 'function:f') });
      await send(sqs(), sourceUrl, 'x');
      await advance('2m');

      expect(await bodies(sqs(), targetUrl)).toEqual([]);
      expect(await events()).toHaveLength(1);
    },
  );

  it('brings the batch back when it fails', async () => {
    await makeFunction(lambda(), remembering(`if (events.length === 1) throw new Error('no'); return event;`));
    await makePipe(pipes(), {
      Enrichment: arnOf('lambda', 'function:f'),
      TargetParameters: { InputTemplate: '<$.body>' },
    });
    await send(sqs(), sourceUrl, 'x');
    await advance('1m');

    expect(await bodies(sqs(), targetUrl)).toEqual(['x']);
  });
});
