import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import type { Code } from './judge/verdict.ts';
import { summarize } from './report/json.ts';
import { makeReport } from './report/make-report.ts';
import { matrixOf } from './report/matrix.ts';
import { renderMatrix } from './report/terminal.ts';
import { templateOf } from './testing/template.ts';

const sdk = `const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const c = new DynamoDBClient({});
const put = (id) => c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: id } } }));
`;

interface Queues {
  readonly maxReceiveCount?: number;
  readonly isFifo?: boolean;
  /** Of the jobs, in seconds. */
  readonly visibility?: number;
}

/** A function that takes messages from a queue with a dead-letter queue behind it, or without. */
function consumer(code: string, { maxReceiveCount, isFifo = false, visibility = 30 }: Queues): object {
  const queue = (name: string, more: object = {}) => ({
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: isFifo ? `${name}.fifo` : name,
      ...(isFifo && { FifoQueue: true, ContentBasedDeduplication: true }),
      ...more,
    },
  });
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount };
  return templateOf({
    code: sdk + code,
    tables: { Orders: 'id' },
    resources: {
      Letters: queue('letters'),
      Jobs: queue('jobs', { VisibilityTimeout: visibility, ...(maxReceiveCount !== undefined && { RedrivePolicy }) }),
      Source: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'Worker' },
          EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
    },
  });
}

const opened = (code: string, queues: Queues) =>
  Exploration.open('queue', {
    app: consumer(code, queues),
    when: (w) => w.send('Jobs', { id: 'j1' }, queues.isFifo ? { groupId: 'g1' } : {}),
  });

/** Codes of every red cell, by its title. */
async function redOf(exploration: Exploration): Promise<Record<string, Code[]>> {
  const red: Record<string, Code[]> = {};
  for (const cell of exploration.cells) {
    const { verdict } = await exploration.explore(cell);
    if (verdict.grade === 'broken') red[exploration.titleOf(cell)] = verdict.violations.map(({ code }) => code);
  }
  return red;
}

describe('a queue for dead letters', { timeout: 60_000 }, () => {
  const working = (condition: string): string => `
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { id } = JSON.parse(body);
    await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: id } }${condition} }));
  }
  return { batchItemFailures: [] };
};`;

  it('must be empty though everything was done: an own write that is taken for a failure for ever', async () => {
    await using exploration = await opened(working(", ConditionExpression: 'attribute_not_exists(id)'"), {
      maxReceiveCount: 3,
    });

    const red = await redOf(exploration);
    expect(red['lost @ ddb.PutItem(Orders)#1']).toEqual(['DLQ']);
  });

  it('is empty where what comes again is done again', async () => {
    await using exploration = await opened(working(''), { maxReceiveCount: 3 });

    expect(await redOf(exploration)).toEqual({});
  });
});

describe('a consumer that always fails', { timeout: 60_000 }, () => {
  it('is told in every report, and explored', async () => {
    await using exploration = await opened("exports.handler = async () => { throw new Error('poison'); };", {
      maxReceiveCount: 2,
    });
    const told =
      'Without any fault queue letters gets 1 dead letter: Worker failed. If that is not meant, mend it first: what success would do is not explored.';

    expect(await redOf(exploration)).toEqual({});
    const matrix = matrixOf(exploration, () => undefined);
    expect(renderMatrix(matrix, false)).toContain(`! ${told}`);
    expect(summarize(exploration, matrix, { broken: [], notes: [] })).toMatchObject({ notices: [told] });
    expect(await makeReport(exploration, matrix)).toContain(told);
  });

  it('has all of its dead letters in the end', async () => {
    // Whoever catches another failure than his own takes the message for done.
    const code = `exports.handler = async ({ Records }) => {
  try { await put(JSON.parse(Records[0].body).id); } catch { return; }
  throw new Error('poison');
};`;
    await using exploration = await opened(code, { maxReceiveCount: 2 });

    expect((await redOf(exploration))['error* @ Worker › ddb.PutItem(Orders)#1']).toContain('LOST');
  });
});

describe('a group of a FIFO queue', { timeout: 60_000 }, () => {
  const working = (onFailure: string): string => `
exports.handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { body, messageId } of Records) {
    const { id } = JSON.parse(body);
    try {
      await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: id } }, ConditionExpression: 'attribute_not_exists(id)' }));
    } catch (error) {
      ${onFailure}
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};`;

  it('must not be blocked by a message that fails for ever', async () => {
    // Its message comes back every half hour, and is never taken.
    await using exploration = await opened(working(''), { isFifo: true, visibility: 1800 });
    const lost = exploration.cells.find((cell) => exploration.titleOf(cell) === 'lost @ ddb.PutItem(Orders)#1');

    const { verdict } = await exploration.explore(lost ?? expect.fail('no cell'));
    expect(verdict.violations.map(({ code }) => code)).toEqual(['BLOCKED']);
  });

  it('flows where the own write is known again', async () => {
    await using exploration = await opened(working("if (error.name === 'ConditionalCheckFailedException') continue;"), {
      isFifo: true,
    });

    expect(await redOf(exploration)).toEqual({});
  });
});

describe('a message that is hidden for longer than a quarter of an hour', { timeout: 60_000 }, () => {
  const code = `
exports.handler = async ({ Records }) => {
  for (const { body } of Records) await put(JSON.parse(body).id);
  return { batchItemFailures: [] };
};`;

  it('comes back within the run: its consumer is no loser of it', async () => {
    await using exploration = await opened(code, { maxReceiveCount: 3, visibility: 1800 });

    expect(await redOf(exploration)).toEqual({});
    const crashed = exploration.results.find(({ title }) => title.startsWith('crashBefore @ ddb.'));
    expect(crashed?.run.durationMs).toBeGreaterThan(1_800_000);
  });

  it('is lost only where nobody takes it again', async () => {
    const swallowing = code.replace('await put(JSON.parse(body).id)', 'await put(JSON.parse(body).id).catch(() => {})');
    await using exploration = await opened(swallowing, { maxReceiveCount: 3, visibility: 1800 });

    expect((await redOf(exploration))['error* @ ddb.PutItem(Orders)#1']).toContain('LOST');
  });
});
