import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { chain, type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

describe('TimeoutSeconds of a machine', () => {
  test('ends the execution at its time, whatever it waits for', async () => {
    const arn = await makeMachine(target, {
      StartAt: 'W',
      TimeoutSeconds: 3,
      States: { W: { Type: 'Wait', Seconds: 25, End: true } },
    });

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'TIMED_OUT', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
    expect([ended.error, ended.cause, ended.output]).toEqual([undefined, undefined, undefined]);
    expect((ended.stopDate?.getTime() ?? 0) - (ended.startDate?.getTime() ?? 0)).toBe(3000);
    expect(chain(ended)).toEqual(['1 ExecutionStarted <0', '2 WaitStateEntered <0', '3 ExecutionTimedOut <0']);
    expect(ended.events[2]?.executionTimedOutEventDetails).toEqual({ error: 'States.Timeout' });
  });

  test('does nothing to an execution that is over before', async () => {
    const arn = await makeMachine(target, {
      StartAt: 'W',
      TimeoutSeconds: 60,
      States: { W: { Type: 'Wait', Seconds: 2, End: true } },
    });

    const ended = await run(target, arn);
    await target.cloud.clock.advance('1h');

    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.events).toHaveLength(4);
  });
});

/** A task that nobody ends: its token is never returned. */
async function hanging(more: object, name = 'm') {
  const sqs = target.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  const definition = {
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl, MessageBody: { 'Token.$': '$$.Task.Token' } },
        End: true,
        ...more,
      },
      ...('Catch' in more && { Caught: { Type: 'Pass', End: true } }),
    },
  };
  return run(target, await makeMachine(target, definition, { name }));
}

const secondsOf = ({ startDate, stopDate }: Ended) => ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000;
const eventOf = ({ events }: Ended, sought: string) => events.find(({ type }) => type === sought);

describe('TimeoutSeconds of a task', () => {
  test('fails it with States.Timeout, which has no cause', async () => {
    const ended = await hanging({ TimeoutSeconds: 5 });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect([ended.cause, secondsOf(ended)]).toEqual([undefined, 5]);
    expect(eventOf(ended, 'TaskScheduled')?.taskScheduledEventDetails).toMatchObject({ timeoutInSeconds: 5 });
    expect(eventOf(ended, 'TaskTimedOut')?.taskTimedOutEventDetails).toEqual({
      resourceType: 'sqs',
      resource: 'sendMessage.waitForTaskToken',
      error: 'States.Timeout',
    });
  });

  test('may be caught, and tried again', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 2 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];

    const ended = await hanging({ TimeoutSeconds: 3, Retry, Catch });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"States.Timeout","Cause":""}' });
    expect(secondsOf(ended)).toBe(8);
    expect(ended.events.filter(({ type }) => type === 'TaskTimedOut')).toHaveLength(2);
  });
});

describe('HeartbeatSeconds of a task', () => {
  test('fails it with States.HeartbeatTimeout, ahead of its timeout', async () => {
    const ended = await hanging({ TimeoutSeconds: 60, HeartbeatSeconds: 4 });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
    expect(secondsOf(ended)).toBe(4);
    const limits = { timeoutInSeconds: 60, heartbeatInSeconds: 4 };
    expect(eventOf(ended, 'TaskScheduled')?.taskScheduledEventDetails).toMatchObject(limits);
  });

  test('is caught as States.Timeout as well', async () => {
    const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }];

    const ended = await hanging({ HeartbeatSeconds: 4, Catch });

    expect(ended.output).toBe('{"Error":"States.HeartbeatTimeout","Cause":""}');
  });
});

describe('a Wait', () => {
  const waiting = (more: object) => ({ StartAt: 'W', States: { W: { Type: 'Wait', End: true, ...more } } });

  test('until a time that is over ends at once', async () => {
    const arn = await makeMachine(target, waiting({ Timestamp: '2016-03-14T01:59:00Z' }));

    const ended = await run(target, arn);

    expect([ended.status, secondsOf(ended)]).toEqual(['SUCCEEDED', 0]);
  });

  test('until a time does not count fractions of its second', async () => {
    const ended = await run(target, await makeMachine(target, waiting({ TimestampPath: '$.at' })), {
      at: new Date(Math.floor(target.cloud.clock.now() / 1000) * 1000 + 4900).toISOString(),
    });

    const endMs = eventOf(ended, 'WaitStateExited')?.timestamp?.getTime() ?? 1;
    expect([ended.status, endMs % 1000]).toEqual(['SUCCEEDED', 0]);
  });

  test.each([
    ['SecondsPath', -1, 'The SecondsPath parameter references a negative value: $.at == -1'],
    ['SecondsPath', 1.5, 'The SecondsPath parameter cannot be parsed as a long value: $.at == 1.5'],
    ['SecondsPath', 'soon', 'The SecondsPath parameter cannot be parsed as a long value: $.at == soon'],
    ['SecondsPath', undefined, 'The SecondsPath parameter does not reference an input value: $.at'],
    ['TimestampPath', undefined, 'The TimestampPath parameter does not reference an input value: $.at'],
    [
      'TimestampPath',
      '2016-03-14',
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.at == 2016-03-14',
    ],
    [
      'TimestampPath',
      '2016-03-14t01:59:00z',
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.at == 2016-03-14t01:59:00z',
    ],
  ])('by %s of %j fails', async (field, at, why) => {
    const ended = await run(target, await makeMachine(target, waiting({ [field]: '$.at' })), { at });

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'W' (entered at the event id #2). ${why}`,
    });
  });

  test('until a time that is none fails', async () => {
    const arn = await makeMachine(target, waiting({ QueryLanguage: 'JSONata', Timestamp: "{% 'tomorrow' %}" }));

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(eventOf(ended, 'EvaluationFailed')?.evaluationFailedEventDetails).toMatchObject({
      error: 'States.QueryEvaluationError',
      location: 'Timestamp',
      state: 'W',
    });
  });
});
