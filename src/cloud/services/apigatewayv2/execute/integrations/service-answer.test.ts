import { expect, test } from 'vitest';
import { AwsError } from '../../../../kernel/errors.ts';
import { jsonAnswer, jsonError, xmlAnswer } from './service-answer.ts';

test('JSON has times in seconds and bytes in base64, as AWS writes them', () => {
  const output = { startDate: new Date(1_500), data: Buffer.from('hi'), list: [{ at: new Date(0) }], none: undefined };

  expect(jsonAnswer(output).body).toBe('{"startDate":1.5,"data":"aGk=","list":[{"at":0}]}');
});

test('an error keeps its status', () => {
  const error = new AwsError('StateMachineDoesNotExist', 'none', { status: 400 });

  expect(jsonError(error)).toMatchObject({
    status: 400,
    body: '{"__type":"StateMachineDoesNotExist","message":"none"}',
  });
});

test('XML escapes what would be markup, and writes lists and maps flat', () => {
  const { body } = xmlAnswer(
    'ReceiveMessage',
    { Messages: [{ Body: '<&>', Attributes: { a: '1' } }, { Body: 'b' }] },
    'id',
  );

  expect(body).toContain(
    '<ReceiveMessageResult><Message><Body>&lt;&amp;&gt;</Body><Attribute><Name>a</Name><Value>1</Value></Attribute></Message><Message><Body>b</Body></Message></ReceiveMessageResult>',
  );
});
