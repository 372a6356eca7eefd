import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeadlineExceeded } from '../../../kernel/deadline.ts';
import { flattenSchema } from '../models/flatten-schema.ts';
import { sampleTemplate } from '../models/sample-template.ts';
import { ModelError, ModelValidators } from './model-validators.ts';

/** More by `MALFORMED_MODELS=20000`, the same ones again by `SEED=…`. */
const models = Number(process.env.MALFORMED_MODELS ?? 300);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const cpuSecondsMax = 8;

const refTo = (name: string) => `https://apigateway.amazonaws.com/restapis/abc/models/${name}`;

type Outcome = 'sound' | 'problem' | 'broken' | 'late';

/** How a body is judged; anything else that is thrown is a defect. */
function judge(schema: string, body: string, others: Readonly<Record<string, string>> = {}): Outcome {
  const before = process.cpuUsage();
  const record = (name: string, text: string) => ({ id: name, name, schema: text });
  const all = [record('M', schema), ...Object.entries(others).map(([name, text]) => record(name, text))];
  try {
    const problem = new ModelValidators(all).problemOf('M', body);
    expect(problem?.length ?? 0).toBeLessThan(1_000_000);
    return problem === undefined ? 'sound' : 'problem';
  } catch (error) {
    if (error instanceof ModelError) return 'broken';
    if (error instanceof DeadlineExceeded) return 'late';
    throw error;
  } finally {
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(cpuSecondsMax);
  }
}

const keywords = [
  'type',
  'properties',
  'items',
  'required',
  'enum',
  '$ref',
  'pattern',
  'uniqueItems',
  'anyOf',
  'allOf',
];
const more = ['not', 'minimum', 'maxLength', 'additionalProperties', 'definitions', 'id', '$schema', '__proto__', 'x'];
const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(
      'object',
      'string',
      'array',
      'constructor',
      '(a+)+$',
      '(',
      '#',
      '#/definitions/A',
      refTo('M'),
      refTo('X'),
    ),
    fc.constantFrom<unknown>(0, -1, 1.5, true, null, [], ['a'], ['a', 'a'], {}),
    fc.dictionary(fc.constantFrom(...keywords, ...more), tie('schema'), { maxKeys: 3 }),
    fc.array(tie('schema'), { maxLength: 2 }),
  ),
}));
const roots = fc.dictionary(fc.constantFrom(...keywords, ...more), schema, { minKeys: 1, maxKeys: 3 });

test(`${models} malformed models judge bodies or are refused (SEED=${seed})`, { timeout: 900_000 }, () => {
  const outcomes = new Set<Outcome>();

  fc.assert(
    fc.property(roots, fc.json({ maxDepth: 3 }), (root, body) => {
      const text = JSON.stringify(root);
      outcomes.add(judge(text, body, { N: '{"type":"object"}' }));
      flattenSchema({ id: 'm', name: 'M', schema: text }, [{ id: 'm', name: 'M', schema: text }]);
      expect(typeof sampleTemplate(text)).toBe('string');
    }),
    { numRuns: models, seed },
  );

  expect(outcomes).toEqual(new Set(['sound', 'problem', 'broken']));
});

const wide = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: 'string' }]));
const chain = (depth: number, link: (name: string) => object) =>
  Object.fromEntries(Array.from({ length: depth }, (_, index) => [`d${index}`, link(`#/definitions/d${index + 1}`)]));
const aaa = JSON.stringify(`${'a'.repeat(60)}!`);

const bombs: Readonly<Record<string, readonly [model: object, body: string]>> = {
  'a pattern without end': [{ type: 'string', pattern: '^(a+)+$' }, aaa],
  'a pattern of names': [{ patternProperties: { '^(a+)+$': {} } }, `{${aaa}: 1}`],
  'a pattern of a model that is referred to': [{ $ref: refTo('N') }, aaa],
  'unlike items of very many': [
    { uniqueItems: true },
    JSON.stringify(Array.from({ length: 200_000 }, (_, a) => ({ a }))),
  ],
  'choices that refer to themselves': [
    {
      anyOf: [
        { type: 'array', items: { $ref: '#' } },
        { type: 'array', items: { $ref: '#' } },
      ],
    },
    '['.repeat(60) + '1' + ']'.repeat(60),
  ],
  'references in a circle': [
    { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } } },
    '{}',
  ],
  'references that double': [
    {
      allOf: [{ $ref: '#/definitions/d0' }],
      definitions: { ...chain(40, ($ref) => ({ allOf: [{ $ref }, { $ref }] })), d40: {} },
    },
    '{}',
  ],
  'a large enum': [
    { items: { enum: Array.from({ length: 50_000 }, (_, index) => index) } },
    `[${'"a",'.repeat(200_000)}1]`,
  ],
  'very many properties': [{ properties: wide(10_000) }, '{"p0": 1}'],
  'very many required ones of very many': [
    { items: { required: Object.keys(wide(30_000)) } },
    `[${'{},'.repeat(200_000)}{}]`,
  ],
  'errors of a large body': [{ items: { type: 'string' } }, `[${'1,'.repeat(2_000_000)}1]`],
};

test.each(Object.entries(bombs))('%s › ends in bounded time', { timeout: 60_000 }, (_, [model, body]) => {
  judge(JSON.stringify(model), body, { N: JSON.stringify({ pattern: '^(a+)+$' }) });
});

test.each([
  ['[', ']'],
  ['{"items":', '}'],
  ['{"properties":{"a":', '}}'],
])('a model that nests by %s is refused', { timeout: 60_000 }, (open, close) => {
  const text = `${open.repeat(10_000)}{}${close.repeat(10_000)}`;

  expect(['broken', 'sound']).toContain(judge(`{"items":${text}}`, '[]'));
  expect(sampleTemplate(`{"properties":{"a":${text}}}`).length).toBeLessThan(1_000_000);
});

test('a sample of schemas that double ends', () => {
  const definitions = chain(60, ($ref) => ({ properties: { a: { $ref }, b: { $ref } } }));

  expect(sampleTemplate(JSON.stringify({ $ref: '#/definitions/d0', definitions })).length).toBeLessThan(20_000_000);
});
