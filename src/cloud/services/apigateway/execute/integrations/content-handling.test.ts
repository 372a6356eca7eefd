import { expect, test } from 'vitest';
import { isSentAsBinary, type Payload, readableAnswer, readablePayload, toBinary } from './content-handling.ts';

const bytes = Buffer.from([0xff, 0xfe]);
const base64 = '//4=';
const toText = 'CONVERT_TO_TEXT';
const toBytes = 'CONVERT_TO_BINARY';

/** The way of a payload to a backend, without a template in between. */
const sent = (payload: Payload, isBinary: boolean, contentHandling?: string): Payload => {
  const readable = readablePayload(payload, isBinary, contentHandling);
  return contentHandling === toBytes ? toBinary(readable) : readable;
};

/** The way of an answer to the client, without a template in between. */
const answered = (payload: Payload, isBinary: boolean, acceptsBinary: boolean, contentHandling?: string): Payload => {
  const kinds = { isBinary, acceptsBinary, contentHandling };
  const readable = readableAnswer(payload, kinds);
  return isSentAsBinary(kinds) ? toBinary(readable) : readable;
};

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
test.each<[string, Payload, boolean, string | undefined, Payload]>([
  ['text', bytes, false, undefined, '��'],
  ['text', Buffer.from('ü'), false, toText, 'ü'],
  ['text', Buffer.from(base64), false, toBytes, bytes],
  ['binary', bytes, true, undefined, bytes],
  ['binary', bytes, true, toBytes, bytes],
  ['binary', bytes, true, toText, base64],
])('a request with %s: %s, binary %s, %s', (_, payload, isBinary, contentHandling, expected) => {
  expect(sent(payload, isBinary, contentHandling)).toEqual(expected);
});

test.each<[string, Payload, boolean, boolean, string | undefined, Payload]>([
  ['text, text accepted', 'ü', false, false, undefined, 'ü'],
  ['text, text accepted', base64, false, false, toBytes, bytes],
  ['text, text accepted', 'ü', false, false, toText, 'ü'],
  ['text, binary accepted', base64, false, true, undefined, bytes],
  ['text, binary accepted', base64, false, true, toBytes, bytes],
  ['text, binary accepted', base64, false, true, toText, base64],
  ['binary, text accepted', bytes, true, false, undefined, base64],
  ['binary, text accepted', bytes, true, false, toBytes, bytes],
  ['binary, text accepted', bytes, true, false, toText, base64],
  ['binary, binary accepted', bytes, true, true, undefined, bytes],
  ['binary, binary accepted', bytes, true, true, toBytes, bytes],
  ['binary, binary accepted', bytes, true, true, toText, base64],
])('an answer with %s: %s, binary %s, accepted %s, %s', (_, payload, isBinary, accepts, contentHandling, expected) => {
  expect(answered(payload, isBinary, accepts, contentHandling)).toEqual(expected);
});

test('a text in JSON’s quotes is decoded, one that is no base64 refused', () => {
  expect(toBinary(`"${base64}"`)).toEqual(bytes);
  expect(() => toBinary('not base64!')).toThrow('Internal server error');
});
