import { describe, expect, test } from 'vitest';
import { type InputSource, inputVariable } from './input.ts';
import { parseTemplate } from './parse-template.ts';
import { renderTemplate } from './render.ts';
import { TemplateError } from './template-error.ts';
import { utilVariable } from './util-variable.ts';
import { fromJson, type Value } from './values.ts';

const noParameters: InputSource['parameters'] = { path: {}, querystring: {}, header: {} };

interface Given {
  readonly body?: string;
  readonly parameters?: InputSource['parameters'];
  readonly [variable: string]: unknown;
}

function render(template: string, { body = '', parameters = noParameters, ...values }: Given = {}): string {
  const variables = new Map<string, Value>(Object.entries(values).map(([key, value]) => [key, fromJson(value)]));
  variables.set('input', inputVariable({ body, parameters }));
  variables.set('util', utilVariable);
  return renderTemplate(parseTemplate(template), variables);
}

describe('blanks', () => {
  test.each([
    ['directives take the rest of their line', '#if(true)  \nyes\n#else\nno\n#end\n.', 'yes\n.'],
    ['#set takes blanks ahead of it, behind another directive', '#set($a = 1)\n   #set($b = 2)\n$a$b', '12'],
    ['but not those behind text', 'x\n  #set($a = 1)\ny', 'x\n  y'],
    ['a comment takes its line end', 'a##b\nc#* d *#e', 'ace'],
    ['what is between double brackets is text', '#[[$a #if]]#', '$a #if'],
  ])('%s', (_, template, rendered) => {
    expect(render(template)).toBe(rendered);
  });
});

describe('references', () => {
  test.each([
    ['$missing|${missing.deep}|$!missing', '||'],
    ['#if($missing)true#end', 'true'],
    ['#if($missing == "")empty#end', 'empty'],
    ['$ $5 {$} #hash', '$ $5 {$} #hash'],
    ['\\$a \\\\$a \\#if', '$a \\7 #if'],
    ['${a}th $a.', '7th 7.'],
    ['$list[1]$list[-1]$list.get(0)', 'yzx'],
    ['$map.k $map["k"] $map.get("k") $map.no', 'v v v '],
  ])('%s', (template, rendered) => {
    expect(render(template, { a: 7, list: ['x', 'y', 'z'], map: { k: 'v' } })).toBe(rendered);
  });
});

describe('values print as in Java', () => {
  test.each([
    ['#set($x = [1, "a", [true]])$x', '[1, a, [true]]'],
    ['#set($x = {"a": 1, "b": {"c": 2}})$x', '{a=1, b={c=2}}'],
    ['#set($x = 7 / 2)$x', '3'],
    ['#set($x = 7.0 / 2)$x', '3.5'],
    ['#set($x = 6.0 / 2)$x', '3.0'],
    ['#set($x = 2 + 3 * 4 - 10 % 4)$x', '12'],
    ['#set($x = "a" + 1)$x', 'a1'],
    ['#set($x = 1 / 0)[$x]', '[]'],
    ['#set($x = 12345678.0 * 1)$x', '1.2345678E7'],
    ['#set($x = 9007199254740993)$x', '9007199254740993'],
    ['#set($x = "doubled ""quotes""")$x', 'doubled "quotes"'],
    ["#set($x = 'no $reference')$x", 'no $reference'],
  ])('%s', (template, rendered) => {
    expect(render(template)).toBe(rendered);
  });

  test('lists that came from JSON print as JSON', () => {
    const body = '{"list": [{"a": "b"}], "map": {"a": 1.0}, "big": 12345678901234567890}';
    expect(render('$input.path("$.list") $input.path("$.map") $input.path("$") $input.path("$.big")', { body })).toBe(
      '[{"a":"b"}] {a=1.0} {list=[{"a":"b"}], map={a=1.0}, big=12345678901234567890} 12345678901234567890',
    );
  });
});

describe('directives', () => {
  test.each([
    ['#foreach($x in [1..3])$x$foreach.index$foreach.count#if($foreach.hasNext),#end#end', '101,212,323'],
    [
      '#foreach($x in [1..3])$x$foreach.getIndex()#if($foreach.hasNext()),#end#if($foreach.isLast()).#end#end',
      '10,21,32.',
    ],
    ['#foreach($x in {"a": 1, "b": 2})$x#end', '12'],
    ['#foreach($e in $m.entrySet())$e.key=$e.value;#end', 'k=1;'],
    ['#foreach($x in [1..5])#if($x == 3)#break#end$x#end', '12'],
    ['#foreach($x in [1..2])#foreach($y in [1..2])$foreach.parent.count$y #end#end', '11 12 21 22 '],
    ['#macro(twice $t)$t$t#end#twice("ab")', 'abab'],
    ['#macro(wrap)<$bodyContent>#end#@wrap()in#end', '<in>'],
    ['#define($block)$x#end#set($x = 1)$block', '1'],
    ['#evaluate("#set($y = 3)$y")', '3'],
    ['a#{if}(true)b#{else}c#{end}d#stop e', 'abd'],
    ['#unknown $x', '#unknown '],
    ['#if(!$no && (1 < 2 || false))a#elseif(true)b#end', 'b'],
    ['#if(not false and 2 gt 1)a#end', 'a'],
  ])('%s', (template, rendered) => {
    expect(render(template, { m: { k: 1 } })).toBe(rendered);
  });

  test('no more than a thousand times', () => {
    expect(render('#foreach($x in [1..2000])x#end')).toHaveLength(1000);
  });
});

describe('methods of Java', () => {
  test.each([
    ['$s.replaceAll("(l+)o", "[$1]")', 'he[ll]'],
    ['$s.split("l").size()', '3'],
    ['#foreach($x in $s.split(","))$x#end', 'hello'],
    ['$s.substring(1, 3)$s.toUpperCase()$s.length()', 'elHELLO5'],
    ['$s.matches("h.*")$s.matches("h")', 'truefalse'],
    ['$n.parseInt("7")$n.toString()', '71'],
    ['#set($l = [])$l.add(1)$l.isEmpty()$l.contains(1)$l.empty', 'truefalsetruefalse'],
    ['#set($m = {})$m.put("a", 1)$m.containsKey("a")$m.keySet()', 'true[a]'],
    ['$s.noSuchMethod()', ''],
  ])('%s', (template, rendered) => {
    expect(render(template, { s: 'hello', n: 1 })).toBe(rendered);
  });
});

describe('$input and $util', () => {
  const body = '{"id": 1, "tags": ["a", "b"], "items": [{"n": 1, "ok": true}, {"n": 2}], "deep": {"n": 3}}';
  test.each([
    ['$input.json("$.id") $input.json("$.tags") $input.json("$.none")', '1 ["a","b"] ""'],
    ['$input.path("$.items[0].n")$input.path("$.items[-1].n")$input.path("$[\'id\']")', '121'],
    ['$input.json("$..n")', '[1,2,3]'],
    ['$input.json("$.items[?(@.n > 1)]")', '[{"n":2}]'],
    ['$input.json("$.items[?(@.ok)].n") $input.json("$.tags[0:1]") $input.path("$.tags.length()")', '[1] ["a"] 2'],
    ['#foreach($i in $input.path("$.items"))$i.n#end', '12'],
    ['$input.params("p")$input.params("q")$input.params("h")$input.params("none")', '123'],
    ['$input.params().header.get("H")', '3'],
    ['$util.escapeJavaScript("it\'s ü")', "it\\'s \\u00FC"],
    [
      '$util.base64Decode($util.base64Encode("x y"))$util.urlEncode("a b/ü")$util.urlDecode("a+b%2F")',
      'x ya+b%2F%C3%BCa b/',
    ],
    ['$util.parseJson("{""a"": [1]}").a[0]', '1'],
  ])('%s', (template, rendered) => {
    const parameters = { path: { p: '1' }, querystring: { q: '2', p: 'hidden' }, header: { H: '3' } };
    expect(render(template, { body, parameters })).toBe(rendered);
  });

  test('without a body: an empty object', () => {
    expect(render('$input.body|$input.json("$")|$input.path("$.x")')).toBe('{}|{}|');
  });

  test('a body that is not JSON is a text without members, one that is broken an error', () => {
    expect(render('$input.body|$input.json("$.x")', { body: 'a=b' })).toBe('a=b|""');
    expect(() => render('$input.json("$.x")', { body: '{"a' })).toThrow('Invalid JSON in request body');
  });
});

describe('runaway templates end', () => {
  const loop = (inner: string) => `#foreach($a in [1..1000])${inner}#end`;
  test.each([
    ['loops in loops', loop(loop(loop('x')))],
    ['macros that call themselves', '#macro(f)#f()#end#f()'],
    ['blocks that show themselves', '#define($b)$b#end$b'],
    ['texts that double', `#set($s = "xxxxxxxx")${loop('#set($s = "$s$s")')}`],
    ['nesting', '#if(true)'.repeat(500)],
    ['brackets', `#set($x = ${'('.repeat(5000)}`],
    ['ranges', '#set($x = [1..999999999])'],
    ['patterns', `#set($s = "${'a'.repeat(40)}!")$s.matches("(a+)+b")`],
  ])('%s', (_, template) => {
    expect(() => render(template)).toThrow();
  });

  test.each(['#if(', '#set($x)', '#foreach($x of $y)#end', '#if(true)', '#end', '#macro()#end', '#set($x = "'])(
    '%s is refused',
    (template) => {
      expect(() => parseTemplate(template)).toThrow(TemplateError);
    },
  );
});
