import { expect, it } from 'vitest';
import { isFailedReply } from './failed-reply.ts';

const reply = (body: string, kind: 'result' | 'error' = 'result') => ({
  kind,
  payload: Buffer.from(body),
  peakMemoryMb: 1,
});

it.each([
  ['a status of the server', reply('{"statusCode":503}'), true],
  ['a thrown error', reply('{"errorMessage":"late"}', 'error'), true],
  ['a success', reply('{"statusCode":200}'), false],
  ['a final refusal', reply('{"statusCode":422}'), false],
  ['nothing', reply('null'), false],
  ['a text', reply('"500"'), false],
  ['a streamed reply', reply(''), false],
])('tells of %s whether it asks for another try', (_, outcome, expected) => {
  expect(isFailedReply(outcome)).toBe(expected);
});
