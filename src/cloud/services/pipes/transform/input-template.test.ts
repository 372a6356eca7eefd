import { describe, expect, it } from 'vitest';
import { Random } from '../../../kernel/random.ts';
import { type ReservedValues, readTemplate, render } from './input-template.ts';
import { readPath, valueAt } from './json-paths.ts';
import { plainEvent, sourceEvent } from './pipe-event.ts';

const values: ReservedValues = {
  'aws.pipes.pipe-arn': 'arn:aws:pipes:us-east-1:000000000000:pipe/p',
  'aws.pipes.pipe-name': 'p',
  'aws.pipes.source-arn': 'source',
  'aws.pipes.enrichment-arn': undefined,
  'aws.pipes.target-arn': 'target',
  'aws.pipes.event.ingestion-time': '2026-11-27T17:00:00.000Z',
};
const body = { name: 'Ann "A"', count: 2, isNew: true, nothing: null, tags: ['x', 'y'], items: [{ id: 1 }, { id: 2 }] };
const message = sourceEvent(JSON.stringify({ eventSource: 'aws:sqs', messageId: 'm', body: JSON.stringify(body) }));
const made = (template: string, event = message) => render(readTemplate(template), event, values);

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
describe('a template', () => {
  it.each([
    ['Hello, sender', 'Hello, sender'],
    ['"Hello, <$.messageId>"', '"Hello, m"'],
    ['<$.messageId>', 'm'],
    ['<$.body.name>', 'Ann "A"'],
    ['<$.body.tags>', '["x","y"]'],
    ['id <$.messageId> of <aws.pipes.pipe-name>', 'id m of p'],
    ['{"a": <$.body.name>, "b": "<$.body.name>!"}', '{"a": "Ann \\"A\\"", "b": "Ann \\"A\\"!"}'],
    ['{"a": <$.body.count>, "b": <$.body.isNew>, "c": <$.body.nothing>}', '{"a": 2, "b": true, "c": null}'],
    ['{"a": <$.body.tags>, "b": "tags <$.body.tags>"}', '{"a": ["x","y"], "b": "tags [x,y]"}'],
    ['{"a": <$.body.items[1].id>, "b": <$.body.items[*].id>}', '{"a": 2, "b": [1,2]}'],
    ['{"a": <$.missing>, "b": "<$.missing>"}', '{"a": "", "b": ""}'],
    ['{"a": <aws.pipes.pipe-name>, "b": "<aws.pipes.target-arn>"}', '{"a": "p", "b": "target"}'],
    ['{"at": <aws.pipes.event.ingestion-time>}', '{"at": "2026-11-27T17:00:00.000Z"}'],
    ['{"\\"<$.messageId>": <$.messageId>}', '{"\\"m": "m"}'],
    ['<html> <$.messageId> <$.not closed', '<html> m <$.not closed'],
    ['', ''],
  ])('%s', (template, expected) => {
    expect(made(template)).toBe(expected);
  });

  it('has the event as it came, and with its body decoded', () => {
    expect(JSON.parse(made('{"a": <aws.pipes.event>}'))).toEqual({ a: JSON.parse(message.text) });
    expect(JSON.parse(made('{"a": <aws.pipes.event.json>}'))).toEqual({
      a: { eventSource: 'aws:sqs', messageId: 'm', body },
    });
  });

  it('has no JSON of an event whose payload is none', () => {
    const plain = sourceEvent(JSON.stringify({ eventSource: 'aws:sqs', body: 'text' }));

    expect(made('{"a": <aws.pipes.event.json>, "b": <$.body>}', plain)).toBe('{"a": "", "b": "text"}');
    expect(made('{"a": <aws.pipes.event>}', plainEvent('text'))).toBe('{"a": "text"}');
  });

  it('reads the data of records of Kinesis, which are encoded', () => {
    const data = (text: string) => Buffer.from(text).toString('base64');
    const record = (text: string) => sourceEvent(JSON.stringify({ eventSource: 'aws:kinesis', data: data(text) }));

    expect(made('<$.data.a>', record('{"a":"x"}'))).toBe('x');
    expect(made('<$.data>', record('text'))).toBe(data('text'));
  });

  it('names variables that AWS does not have', () => {
    expect(readTemplate('<aws.pipes.pipe-name> <aws.pipes.nonsense> <other>').unknown).toEqual(['aws.pipes.nonsense']);
  });

  it('ends where it would become more than a target takes', () => {
    const large = plainEvent(JSON.stringify({ a: 'x'.repeat(100_000) }));

    expect(() => made('<$.a>'.repeat(1000), large)).toThrow('longer than');
  });
});

describe('a path', () => {
  it.each(['', 'a', '$a', '$.', '$..a', '$.a[', '$.a[x]', '$.a[-1]', '$.a b', `$.${'a'.repeat(9000)}`])(
    'is none: %s',
    (text) => expect(readPath(text)).toBeUndefined(),
  );

  it.each([
    ['$', { a: 1 }, { a: 1 }],
    ['$.a-b_c/d', { 'a-b_c/d': 1 }, 1],
    ["$['a b'].c", { 'a b': { c: 1 } }, 1],
    ['$.a[*].b[*]', { a: [{ b: [1, 2] }, { b: [3] }] }, [1, 2, 3]],
    ['$.a.length', { a: [1] }, undefined],
    ['$.__proto__', {}, undefined],
  ])('%s', (text, value, expected) => {
    expect(valueAt(value, readPath(text) ?? [])).toEqual(expected);
  });
});

describe('malformed templates', () => {
  const pieces = [
    '<',
    '>',
    '$',
    '.',
    '[',
    ']',
    '*',
    '0',
    '"',
    '\\',
    '{',
    '}',
    ':',
    ',',
    ' ',
    'a',
    '<$.',
    '<$.body',
    '<$.body.a>',
    '<aws.pipes.',
    '<aws.pipes.event.json>',
    '[*]',
    "['",
    '\n',
    '\u{1f600}',
    '\ud800',
  ];
  const seed = Number(process.env.TEMPLATE_SEED ?? 15);
  const count = Number(process.env.TEMPLATE_COUNT ?? 3000);

  it(`are read and rendered all the same (seed ${seed})`, () => {
    const random = new Random(seed);
    const piece = () => pieces[Math.floor(random.float() * pieces.length)] ?? '';
    const startedMs = process.cpuUsage().user / 1000;
    let length = 0;

    for (let index = 0; index < count; index += 1) {
      const template = Array.from({ length: Math.floor(random.float() * 200) }, piece).join('');
      length += made(template).length;
      readPath(template);
    }

    expect(length).toBeGreaterThan(count);
    // A millisecond for each, which is a hundred times what they take: what grows without bounds takes more.
    expect(process.cpuUsage().user / 1000 - startedMs).toBeLessThan(2000 + count);
  });

  it('that are as long as AWS lets them be take no longer for it', () => {
    for (const text of ['<', '<$.', '<$.a', '"', '\\', '[', '<$.a[*]', '<$.body>', '<aws.pipes.']) {
      const startedMs = process.cpuUsage().user / 1000;
      made(text.repeat(Math.floor(8192 / text.length)));
      expect(process.cpuUsage().user / 1000 - startedMs).toBeLessThan(1000);
    }
  });
});
