import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { stringify } from 'yaml';
import { AwsError } from '../../../kernel/errors.ts';
import { importAlone } from './testing/import-alone.ts';
import { soundOpenApi2, soundOpenApi3 } from './testing/sound-definition.ts';

/** More by `MALFORMED_DOCUMENTS=20000`, the same ones again by `SEED=…`. */
const documents = Number(process.env.MALFORMED_DOCUMENTS ?? 400);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

type Path = readonly string[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

/** The value with what is at one path changed, renamed or removed. */
function mutate(value: unknown, [key, ...rest]: Path, change: Change): unknown {
  if (key === undefined) return change.to;
  if (typeof value !== 'object' || value === null) return change.to;
  const entries = Object.entries(value).flatMap(([name, member]) => {
    if (name !== key) return [[name, member]];
    if (rest.length > 0) return [[name, mutate(member, rest, change)]];
    if (change.kind === 'remove') return [];
    return change.kind === 'rename' ? [[String(change.to), member]] : [[name, change.to]];
  });
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

interface Change {
  readonly kind: 'replace' | 'rename' | 'remove';
  readonly to: unknown;
}

const texts = fc.constantFrom(
  '',
  '$ref',
  '__proto__',
  'constructor',
  'toString',
  '/',
  '//',
  '/{a}',
  '/{a+}/b',
  '{',
  'ANY',
  'null',
  '1e999',
  '\u0000',
  '\ud800',
  'a'.repeat(2000),
);
const references = fc.constantFrom(
  '#/',
  '#/paths/~1a',
  '#/components/schemas/A',
  '#/definitions/A',
  '#/components',
  'a.json',
  '#/components/parameters/page',
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  texts,
  references.map(($ref) => ({ $ref })),
  fc.constantFrom<unknown>(null, true, -1, 1e300, [], {}, [[]], { type: 'array' }, { type: ['object', 'null'] }),
);
const change = (paths: readonly Path[]) =>
  fc.tuple(
    fc.constantFrom(...paths.slice(1)),
    fc.oneof(
      junk.map((to): Change => ({ kind: 'replace', to })),
      texts.map((to): Change => ({ kind: 'rename', to })),
      fc.constant<Change>({ kind: 'remove', to: null }),
    ),
  );

const structured = fc.constantFrom(soundOpenApi2, soundOpenApi3).chain((sound) =>
  fc.tuple(fc.array(change(pathsOf(sound)), { minLength: 1, maxLength: 4 }), fc.nat(3)).map(([changes, kind]) => {
    const document = changes.reduce((value, [path, to]) => mutate(value, path, to), sound);
    return kind === 0 ? stringify(document, { aliasDuplicateObjects: true }) : JSON.stringify(document);
  }),
);

/** Texts that are cut, or have something put in, which may leave no JSON and no YAML. */
const torn = fc
  .tuple(
    fc.constantFrom(JSON.stringify(soundOpenApi3), stringify(soundOpenApi2)),
    fc.nat(),
    fc.nat(30),
    fc.oneof(texts, fc.constantFrom('{', '}', '"', '&a', '*a', '- ', '? [x]', '!!binary x', '<<: 1', '\t', ': ')),
  )
  .map(([text, at, count, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + count));

it(`${documents} malformed definitions end in answers of AWS, and what is accepted is exported (SEED=${seed})`, {
  timeout: 600_000,
}, async () => {
  let accepted = 0;
  let refused = 0;

  await fc.assert(
    fc.asyncProperty(
      fc.oneof(structured, structured, torn),
      fc.constantFrom('ignore', 'prepend', 'split'),
      async (text, basepath) => {
        const { importApi, exportApi } = importAlone();
        try {
          const id = await importApi(text, { basepath });
          await exportApi(id, 'swagger');
          await exportApi(id, 'oas30');
          accepted += 1;
        } catch (error) {
          if (!(error instanceof AwsError) || error.code !== 'BadRequestException') throw error;
          refused += 1;
        }
      },
    ),
    { numRuns: documents, seed },
  );

  // Neither so broken that nothing is read, nor so harmless that nothing is refused.
  expect(Math.min(accepted, refused)).toBeGreaterThan(documents / 20);
});

const api = (more: object) => JSON.stringify({ openapi: '3.0.1', info: { title: 'a' }, ...more });
const repeat = (count: number, entry: (index: number) => readonly [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
const large: Record<string, () => string> = {
  'a path of a million segments': () => api({ paths: { ['/a'.repeat(1_000_000)]: {} } }),
  'a hundred thousand paths': () => api({ paths: repeat(100_000, (index) => [`/${index}`, {}]) }),
  'many long paths': () => api({ paths: repeat(3000, (index) => [`/${index}${'/a'.repeat(700)}`, {}]) }),
  'many references to one large item': () => {
    const parameters = Array.from({ length: 20_000 }, (_, index) => ({ name: `p${index}`, in: 'query' }));
    return api({
      paths: { '/a': { parameters, get: {} }, ...repeat(50_000, (index) => [`/a${index}`, { $ref: '#/paths/~1a' }]) },
    });
  },
  'a million missing references': () => {
    const parameters = Array.from({ length: 200_000 }, () => ({ $ref: '#/x' }));
    return api({
      paths: { [`/${'a'.repeat(1500)}`]: { parameters, get: {}, put: {}, post: {}, head: {}, patch: {} } },
    });
  },
  'a model that nests to the limit': () => {
    let schema: object = {};
    for (let depth = 0; depth < 190; depth += 1) schema = { a: schema };
    return api({ components: { schemas: { A: schema } } });
  },
  'a model as large as a definition': () =>
    api({ components: { schemas: { A: { enum: Array.from({ length: 500_000 }, (_, index) => index) } } } }),
  'many content types of many methods': () =>
    JSON.stringify({
      swagger: '2.0',
      info: { title: 'a' },
      consumes: Array.from({ length: 20_000 }, (_, index) => `a/${index}`),
      paths: repeat(20_000, (index) => [
        `/${index}`,
        { get: { parameters: [{ in: 'body', schema: { type: 'object' } }] } },
      ]),
    }),
  'aliases of a large text': () =>
    `openapi: 3.0.1\ninfo: {title: a}\nx: &x ${'a'.repeat(5_000_000)}\ny: [${Array(90).fill('*x').join(', ')}]\n`,
};

test.each(Object.entries(large))('%s › is answered in bounded time', { timeout: 60_000 }, async (_, text) => {
  const { importApi } = importAlone();
  const definition = text();
  const before = process.cpuUsage();

  await importApi(definition).catch((error: unknown) => {
    if (!(error instanceof AwsError)) throw error;
    expect(error.message.length).toBeLessThan(10_000_000);
  });

  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(20);
});
