import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InputSource, inputVariable } from './input.ts';
import { parseTemplate } from './parse-template.ts';
import { renderTemplate } from './render.ts';
import { TemplateError } from './template-error.ts';
import { utilVariable } from './util-variable.ts';
import type { Value } from './values.ts';

/** More by `MALFORMED_TEMPLATES=20000`, the same ones again by `SEED=…`. */
const templates = Number(process.env.MALFORMED_TEMPLATES ?? 1000);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

const outputMax = 10 * 1024 * 1024;
const cpuSecondsMax = 4;
const parameters: InputSource['parameters'] = { path: { id: '7' }, querystring: { q: 'a b' }, header: { 'X-A': 'é' } };

/** What is rendered, or undefined where the template is refused; anything else that is thrown is a defect. */
function attempt(template: string, body: string): string | undefined {
  const before = process.cpuUsage();
  try {
    const variables = new Map<string, Value>([
      ['input', inputVariable({ body, parameters })],
      ['util', utilVariable],
      ['context', new Map<Value, Value>([['requestId', 'r']])],
    ]);
    const text = renderTemplate(parseTemplate(template), variables);
    expect(text.length).toBeLessThanOrEqual(outputMax);
    return text;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    expect(error.message.length).toBeLessThan(500_000);
    return undefined;
  } finally {
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(cpuSecondsMax);
  }
}

const methods = [
  ...['size', 'get', 'add', 'addAll', 'put', 'putAll', 'remove', 'removeAll', 'contains', 'keySet', 'entrySet'],
  ...['replaceAll', 'replaceFirst', 'replace', 'matches', 'split', 'substring', 'concat', 'repeat', 'toCharArray'],
  ...['parseInt', 'parseDouble', 'valueOf', 'toString', 'hashCode', 'subList', 'join', 'constructor', '__proto__'],
];
const { expression, node } = fc.letrec<{ word: string; expression: string; node: string }>((tie) => ({
  word: fc.constantFrom('a', 'b', 'foreach', 'input', 'context', 'util', 'missing', 'bodyContent', 'toString'),
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('1', '-1', '0', '1.5', '9999999999999999999', 'true', 'null', "''", "'(a+)+$'", "'$..*'", '"$a$b"'),
    tie('word').map((name) => `$${name}`),
    fc.constantFrom("$input.path('$')", "$input.json('$..a')", "$input.path('$[?(@.a)]')", '$input.params()', '[0..9]'),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '*', '/', '%', '==', '<', '&&', '||'), tie('expression'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(tie('word'), fc.constantFrom(...methods), fc.array(tie('expression'), { maxLength: 2 }))
      .map(([name, method, args]) => `$${name}.${method}(${args.join(', ')})`),
    fc.tuple(tie('word'), tie('expression')).map(([name, index]) => `$${name}[${index}]`),
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([key, value]) => `{${key}: ${value}}`),
  ),
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(
      'text',
      '\\',
      '$',
      '#',
      '\n',
      '## c\n',
      '#* c *#',
      '#[[ $a ]]#',
      '#stop',
      '#break',
      '#m(1)',
      '$!{a}',
    ),
    tie('expression').map((value) => `$!${value.replace(/^\$/, '')}`),
    fc.tuple(tie('word'), tie('expression')).map(([name, value]) => `#set($${name} = ${value})`),
    fc.tuple(tie('expression'), tie('node')).map(([value, body]) => `#if(${value})${body}#else${body}#end`),
    fc
      .tuple(tie('word'), tie('expression'), fc.array(tie('node'), { maxLength: 3 }))
      .map(([name, items, body]) => `#foreach($${name} in ${items})${body.join('')}#end`),
    fc.tuple(tie('word'), tie('node')).map(([name, body]) => `#define($${name})${body}#end`),
    tie('node').map((body) => `#macro(m $a)${body}#end#m($b)`),
    tie('expression').map((value) => `#evaluate(${value})`),
  ),
}));
const sound = fc.array(fc.oneof(node, expression), { maxLength: 8 }).map((nodes) => nodes.join(''));
/** Cut, or with something put in. */
const torn = fc
  .tuple(
    sound,
    fc.nat(),
    fc.nat(8),
    fc.constantFrom('', '#end', '(', ')', '"', "'", '$', '${', '#', '[', '}', '\0', '\ud800'),
  )
  .map(([text, at, count, put]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + put + text.slice(start + count);
  });
const bodies = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '',
    '{',
    '{"a":[1,{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}]}',
    '{"__proto__":{"a":1}}',
    '\u0000',
  ),
);

test(`${templates} malformed templates are rendered or refused (SEED=${seed})`, { timeout: 900_000 }, () => {
  let rendered = 0;

  fc.assert(
    fc.property(fc.oneof(sound, torn), bodies, (template, body) => {
      if (attempt(template, body) !== undefined) rendered += 1;
    }),
    { numRuns: templates, seed },
  );

  expect(Math.min(rendered, templates - rendered)).toBeGreaterThan(templates / 20);
});

const loop = (body: string) => `#foreach($i in [1..1000])#foreach($j in [1..1000])${body}#end#end`;
const deep = (count: number) => '['.repeat(count) + ']'.repeat(count);
const aaa = `${'a'.repeat(60)}!`;

const bombs: Readonly<Record<string, readonly [template: string, body?: string]>> = {
  'texts that double': [`#set($s = "ab")${'#set($s = "$s$s")'.repeat(60)}$s`],
  'texts that double by a plus': [`#set($s = "ab")${'#set($s = $s + $s)'.repeat(60)}$s.contains("x")`],
  'texts that double by concat': [`#set($s = "ab")${'#set($s = $s.concat($s))'.repeat(60)}$s.indexOf("x")`],
  'texts that square': [`#set($s = "aaaaaaaa")${"#set($s = $s.replace('a', $s))".repeat(10)}$s`],
  'texts that square by a pattern': [`#set($s = "aaaaaaaa")${"#set($s = $s.replaceAll('a', $s))".repeat(10)}$s`],
  'numbers that square': [`#set($n = 3)${'#set($n = $n * $n)'.repeat(60)}$n`],
  'lists that double': [`#set($l = [1])${'#set($l = [$l, $l])'.repeat(60)}$l`],
  'lists that double in place': [`#set($l = [1])${'#set($x = $l.addAll($l))'.repeat(60)}$l.size()`],
  'lists that double and are compared': [
    `#set($l = [1])#set($m = [1])${'#set($l = [$l, $l])#set($m = [$m, $m])'.repeat(60)}#if($l == $m)x#end`,
  ],
  'maps that hold themselves': ['#set($m = {})#set($m.m = $m)$m'],
  'maps that hold themselves and are compared': [
    '#set($m = {})#set($m.m = $m)#set($n = {})#set($n.m = $n)#if($m == $n)x#end',
  ],
  'loops in loops over ranges': [loop('#set($x = [1..1000000])')],
  'loops in loops over texts': [`#set($s = "a".repeat(1000000))${loop('#set($x = $s.toCharArray())')}`],
  'loops in loops that search': [`#set($s = "a".repeat(1000000))${loop('#set($x = $s.indexOf("b"))')}`],
  'loops in loops that search lists': [`#set($l = [1..100000])${loop('#set($x = $l.contains(0))')}`],
  'lists taken out of lists': ['#set($l = [1..100000])#set($m = [100001..200000])$l.removeAll($m)'],
  'lists that grow at their front': [`#set($l = [1..900000])${loop('#set($x = $l.add(0, 1))')}`],
  'macros that call themselves twice': ['#macro(m)#m()#m()#end#m()'],
  'blocks that show themselves': ['#define($a)$a$a$a$a$a$a$a$a#end$a'],
  'templates that evaluate themselves': ["#set($s = '#evaluate($s)#evaluate($s)')#evaluate($s)"],
  'patterns that are evaluated': [
    `#set($m = "match")#evaluate("\\$a.\${m}es('(a+)+$')")#set($a = "${aaa}")#evaluate("$!a.\${m}es('(a+)+$')")#set($t = '$a.' + $m + "es('(a+)+$')")#evaluate($t)`,
  ],
  'a pattern without end': [`#set($a = "${aaa}")$a.matches("(a+)+$")`],
  'a pattern from the body': [
    "$input.path('$.s').replaceAll($input.path('$.p'), '')",
    JSON.stringify({ s: aaa, p: '(a|a)*$' }),
  ],
  'a pattern of brackets': [`#set($a = "${'['.repeat(3000)}")$a.split($a)`],
  backslashes: ['\\'.repeat(300_000)],
  'backslashes and more': ['\\\\\\a'.repeat(75_000)],
  'text blocks without end': ['#[['.repeat(100_000)],
  'comments without end': ['#*'.repeat(150_000)],
  'hashes and blanks': [`#${' '.repeat(1000)}`.repeat(300)],
  dollars: ['${a[1].b(2)'.repeat(20_000)],
  quotes: ['#set($a = "'.repeat(20_000)],
  'a sum of very many': [`#set($a = 1${'+1'.repeat(140_000)})$a`],
  'a reference of very many steps': [`$a${'.a'.repeat(140_000)}`],
  'branches of very many': [`#if(false)${'#elseif(false)'.repeat(20_000)}#end`],
  'directives without end': ['#if(true)'.repeat(30_000)],
  'brackets without end': [`#set($a = ${'['.repeat(290_000)}`],
  'negations without end': [`#set($a = ${'!'.repeat(290_000)}`],
  'filters without end': [`$input.path('$[?(${'!'.repeat(290_000)}')`],
  'paths that descend': [`$input.json('$${'..*'.repeat(20)}')`, deep(500)],
  'filters that descend': [
    "$input.json('$..[?(@..[?(@..[?(@..b)])])]')",
    JSON.stringify(Array(300).fill([[1, [2, [3]]]])),
  ],
  'an index very often': [
    `$input.json('$[${'0,'.repeat(100_000)}0][?(@.a)]')`,
    JSON.stringify([Array(200_000).fill({})]),
  ],
  'a step of a slice': ["$input.json('$[::0]')$input.json('$[-5:99:-1]')", '[1,2,3]'],
  'a body that is nested deeply': ["$input.json('$')$input.path('$')$input.json('$..a')", deep(100_000)],
  'a body that is nested': ["$input.json('$')$input.path('$')$input.json('$..a')", deep(4000)],
  'a body of many values': ["$input.json('$[0]')", `[${'1,'.repeat(2_000_000)}1]`],
  'a body that is one number': ["$input.json('$')", `[${'1'.repeat(9_000_000)}]`],
  'a body that is read again and again': [
    '#foreach($i in [1..1000])#set($x = $util.parseJson($input.body))#end',
    `[${'1.5,'.repeat(200_000)}1]`,
  ],
  'a body with blanks': ["$input.json('$')", ' '.repeat(9_000_000)],
  'sums of many numbers': ["$input.path('$.min()')", `[${'1,'.repeat(500_000)}1]`],
  'texts by very large counts': [
    '#set($s = "")$s.repeat(1e400)$s.substring(0, 1.5)#set($l = [1])$l.get(0.5)$l.subList(-1e400, 1e400)',
  ],
};

test.each(Object.entries(bombs))(
  '%s › end in bounded time and space',
  { timeout: 120_000 },
  (_, [template, body = '{}']) => {
    attempt(template, body);
  },
);

test('a macro may end a loop, however often it is called', () => {
  const template = '#macro(m $a)#break#end#foreach($i in [1..50])#foreach($j in [1..2])#m($i)#end$i #end$!a';

  expect(attempt(template, '')).toBe(Array.from({ length: 50 }, (_, index) => `${index + 1} `).join(''));
});

test('a large body is rendered whole', () => {
  const body = JSON.stringify(Array.from({ length: 200_000 }, (_, id) => ({ id, ok: true })));

  expect(attempt("$input.json('$')", body)).toBe(body);
});
