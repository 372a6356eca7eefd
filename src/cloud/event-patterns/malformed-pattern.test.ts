import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilterPolicy } from './filter-policy.ts';
import { MalformedPattern, readPattern } from './read-pattern.ts';
import { anEvent, aPattern } from './testing/random-patterns.ts';

const refusal = (pattern: string): string => {
  try {
    readPattern(pattern);
    return 'accepted';
  } catch (error) {
    return error instanceof MalformedPattern ? error.message : `not refused, but failed: ${error}`;
  }
};

/** What AWS says before the quoted source, and where. */
const reason = (pattern: string): string => {
  const introduced = refusal(pattern).replace(/^Event pattern is not valid\. Reason: /, '');
  const [, text = introduced, position = ''] =
    /^([\s\S]*?)\n at \[Source: [\s\S]*; line: 1, column: (\d+)\]$/.exec(introduced) ?? [];
  return position === '' ? text : `${position}: ${text}`;
};

describe('malformed patterns', () => {
  it('are quoted, with the position at which AWS stops', () => {
    // As real EventBridge answered: https://github.com/cloud-custodian/cloud-custodian/issues/6507
    expect(refusal('{"source": ["aws.health"], "detail": {}}')).toBe(
      'Event pattern is not valid. Reason: Empty objects are not allowed\n at [Source: (String)"{"source": ["aws.health"], "detail": {}}"; line: 1, column: 40]',
    );
  });

  it('are quoted by their lines, and not in whole when they are long', () => {
    // https://github.com/buildkite/docs/pull/896 has the text before its value, from the quotation mark on.
    expect(refusal('{\n  "slug": "x"\n}')).toMatch(
      /Reason: "slug" must be an object or an array\n.*\n.*\n}"; line: 2, column: 12]$/,
    );
    expect(refusal(`{"a":"${'x'.repeat(594)}"}`)).toMatch(
      /"\{"a":"x{494}"\[truncated 102 chars\]; line: 1, column: 7\]$/,
    );
  });

  // The texts of github.com/aws/event-ruler (JsonRuleCompiler), which EventBridge tells.
  it.each([
    ['[]', '2: Filter is not an object'],
    ['null', '5: Filter is not an object'],
    ['', '1: Filter is not an object'],
    ['{}', '3: Empty objects are not allowed'],
    ['{"a":[]}', '8: Empty arrays are not allowed'],
    ['{"a":1}', '7: "a" must be an object or an array'],
    ['{"a":null}', '10: "a" must be an object or an array'],
    ['{"a":[["x"]]}', '8: Match value must be String, number, true, false, or null'],
    ['{"a":[{}]}', '9: Match expression name not found'],
    ['{"a":[{"PREFIX":"x"}]}', '18: Unrecognized match type PREFIX'],
    ['{"a":[{"toString":"x"}]}', '20: Unrecognized match type toString'],
    ['{"a":[{"prefix":null}]}', '21: prefix match pattern must be a string'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', '31: Only one key allowed in match expression'],
    ['{"a":[{"prefix":{}}]}', '19: Prefix expression name not found'],
    ['{"a":[{"prefix":{"prefix":"x"}}]}', '28: Unsupported prefix pattern: prefix'],
    ['{"a":[{"suffix":{"equals-ignore-case":1}}]}', '40: equals-ignore-case match pattern must be a string'],
    ['{"a":[{"suffix":["x"]}]}', '18: suffix match pattern must be a string'],
    ['{"a":[{"equals-ignore-case":["x"]}]}', '30: equals-ignore-case match pattern must be a string'],
    ['{"a":[{"exactly":1}]}', '19: exact match pattern must be a string'],
    ['{"a":[{"exists":"true"}]}', '18: exists match pattern must be either true or false.'],
    ['{"a":[{"exists":null}]}', '21: exists match pattern must be either true or false.'],
    ['{"a":[{"wildcard":1}]}', '20: wildcard match pattern must be a string'],
    ['{"a":[{"wildcard":"a**b"}]}', '25: Consecutive wildcard characters at pos 2'],
    ['{"a":[{"wildcard":"a\\\\b"}]}', '25: Invalid escape character at pos 2'],
    ['{"a":[{"cidr":1}]}', '16: prefix match pattern must be a string'],
    ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
    ['{"a":[{"cidr":"10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer'],
    ['{"a":[{"cidr":"10.0.0.0/-1"}]}', 'Malformed CIDR, mask bits must not be negative'],
    ['{"a":[{"cidr":"10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
    ['{"a":[{"cidr":"::/128"}]}', 'IPv6 mask bits must be < 128'],
    ['{"a":[{"cidr":"host/24"}]}', 'Nonstandard IP address: host'],
    ['{"a":[{"numeric":5}]}', '19: Value of numeric must be an array.'],
    ['{"a":[{"numeric":[]}]}', '20: Invalid member in numeric match: ]'],
    ['{"a":[{"numeric":[5]}]}', '20: Invalid member in numeric match: 5'],
    ['{"a":[{"numeric":["!",5]}]}', '24: Unrecognized numeric range operator: !'],
    ['{"a":[{"numeric":["=","5"]}]}', '24: Value of equals must be numeric'],
    ['{"a":[{"numeric":[">"]}]}', '23: Value of > must be numeric'],
    ['{"a":[{"numeric":["<",5,">",1]}]}', '26: Too many elements in numeric expression'],
    ['{"a":[{"numeric":[">",0,5]}]}', '26: Bad value in numeric range: 5'],
    ['{"a":[{"numeric":[">",5,"<",5]}]}', '31: Bottom must be less than top'],
    ['{"a":[{"numeric":[">",5,"<",6,7]}]}', '32: Too many terms in numeric range expression'],
    ['{"a":[{"numeric":[">",5000000001]}]}', '34: Value must be between -5.0E9 and 5.0E9, inclusive'],
    ['{"a":[{"anything-but":true}]}', '27: Value of anything-but must be an array or single string/number value.'],
    [
      '{"a":[{"anything-but":[]}]}',
      '25: Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [
      '{"a":[{"anything-but":["x",1]}]}',
      '30: Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    ['{"a":[{"anything-but":[null]}]}', '28: Inside anything but list, start|null|boolean is not supported.'],
    ['{"a":[{"anything-but":{}}]}', '25: Anything-But expression name not found'],
    ['{"a":[{"anything-but":{"numeric":1}}]}', '35: Unsupported anything-but pattern: numeric'],
    ['{"a":[{"anything-but":{"prefix":[""]}}]}', '36: Null prefix/suffix not allowed'],
    ['{"a":[{"anything-but":{"suffix":1}}]}', '34: prefix/suffix match pattern must be a string'],
    ['{"$or":[{"a":[1]}]}', '15: Unrecognized match type a'],
    ['{"$or":[]}', '10: Empty arrays are not allowed'],
    ['{"$or":{}}', '10: Empty objects are not allowed'],
    [
      '{"a":[1]',
      '9: Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)"{"a":[1]"; line: 1, column: 1])',
    ],
    ['{"a"', '5: Unexpected end-of-input within/between Object entries'],
    ['{"a": ', '7: Unexpected end-of-input within/between Object entries'],
    ['{"a":[1],', '10: Unexpected end-of-input within/between Object entries'],
    ['{"a":[1, ', '10: Unexpected end-of-input within/between Array entries'],
    ['{"a', '4: Unexpected end-of-input in field name'],
    ['{"a":["b', '9: Unexpected end-of-input: was expecting closing quote for a string value'],
    ['{a:[1]}', "3: Unexpected character ('a' (code 97)): was expecting double-quote to start field name"],
    [
      '{"a":[x]}',
      "8: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    ],
  ])('%s', (pattern, expected) => {
    expect(reason(pattern)).toBe(expected);
  });

  const tooComplex =
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character';

  it.each([
    ['many wildcards and what repeats between them', [{ wildcard: '*:*:*:*:*:*:*' }], tooComplex],
    // https://github.com/vals-ai/Valkyrie/pull/278: three are accepted, four are refused.
    ['four similar ones', ['a', 'b', 'c', 'd'].map((name) => ({ wildcard: `*:stack/${name}/*` })), tooComplex],
    ['three similar ones', ['a', 'b', 'c'].map((name) => ({ wildcard: `*:stack/${name}/*` })), 'accepted'],
    ['a few wildcards', [{ wildcard: '/Users/*/dir/*/doc*.txt' }], 'accepted'],
    ['unwanted wildcards', [{ 'anything-but': { wildcard: ['*/bin/*', '*/lib/*'] } }], 'accepted'],
  ])('with %s are too complex, or not', (_name, list, expected) => {
    expect(reason(JSON.stringify({ a: list }))).toBe(expected);
  });

  it('multiply out to 1,000 alternatives at most', () => {
    const pair = (index: number): string => `"$or":[{"a${index}":[1]},{"b${index}":[1]}]`;
    const pairs = (count: number): string => `{${Array.from({ length: count }, (_pair, index) => pair(index)).join()}}`;
    expect(reason(pairs(9))).toBe('accepted');
    expect(reason(pairs(60))).toContain('Rule is too complex');
  });
});

const seed = 20_261_127;
const runs = 3_000;

describe('whatever is written', () => {
  const broken = fc
    .tuple(
      aPattern.map((pattern) => JSON.stringify(pattern)),
      fc.nat(),
      fc.string({ maxLength: 3 }),
    )
    .map(([text, at, by]) => {
      const position = at % (text.length + 1);
      return text.slice(0, position) + by + text.slice(position + (at % 3));
    });

  it("is a pattern that can be asked, or is refused in AWS's words", () => {
    fc.assert(
      fc.property(fc.oneof(broken, fc.json(), fc.string()), anEvent, (text, event) => {
        try {
          readPattern(text)(event);
        } catch (error) {
          if (!(error instanceof MalformedPattern)) throw error;
          expect(error.message).toMatch(/^Event pattern is not valid\. Reason: ./);
        }
      }),
      { seed, numRuns: runs },
    );
  });

  it("is a filter policy that can be asked, or is refused in AWS's words", () => {
    fc.assert(
      fc.property(fc.oneof(broken, fc.json()), fc.boolean(), anEvent, (text, isBody, event) => {
        try {
          const policy = readFilterPolicy(text, isBody ? 'MessageBody' : 'MessageAttributes');
          policy.matches({ attributes: {}, body: JSON.stringify(event) });
        } catch (error) {
          if (!(error instanceof MalformedPattern)) throw error;
          expect(error.message).toMatch(/^Invalid parameter: ./);
        }
      }),
      { seed, numRuns: runs },
    );
  });

  // Each of them takes minutes, or all of the stack, where a limit is missing.
  const wide = { items: Array.from({ length: 10_000 }, (_item, index) => ({ a: index, b: index, c: 'x' })) };
  const deep = (levels: number): unknown => {
    let value: unknown = 'x';
    for (let level = 0; level < levels; level += 1) value = level % 2 ? { a: value } : [value];
    return value;
  };
  it.each<[string, string, unknown]>([
    ['wildcards that repeat', '{"a":[{"wildcard":"a*a*a*a*b"}]}', { a: 'a'.repeat(200_000) }],
    ['objects in objects', '{"a":'.repeat(800), {}],
    ['lists in lists', `{"a":${'['.repeat(4_000)}`, {}],
    ['$or in $or', '{"$or":['.repeat(500), {}],
    ['an event that is deep', '{"a":[1]}', deep(50_000)],
    ['fields of many elements', '{"items":{"a":[{"exists":true}],"b":[{"exists":true}],"c":["y"]}}', wide],
    ['a text that is almost an address', '{"a":["::1"]}', { a: ':'.repeat(200_000) }],
  ])('is answered: %s', (_name, pattern, event) => {
    expect(() => {
      try {
        expect(readPattern(pattern)(event)).toBe(false);
      } catch (error) {
        if (!(error instanceof MalformedPattern)) throw error;
      }
    }).not.toThrow();
  });

  it('is answered: a filter policy of the greatest size', () => {
    const deepest = `${'{"a":'.repeat(40_000)}["x"]${'}'.repeat(40_000)}`;
    expect(() => readFilterPolicy(deepest, 'MessageBody')).toThrow(MalformedPattern);
    const deepestOr = `${'{"$or":['.repeat(30_000)}{"a":["x"]}${']}'.repeat(30_000)}`;
    expect(() => readFilterPolicy(deepestOr, 'MessageBody')).toThrow(MalformedPattern);
    const widest = `{"$or":[${Array.from({ length: 15_000 }, (_field, index) => `{"a${index}":[1]}`).join()}]}`;
    expect(() => readFilterPolicy(widest, 'MessageAttributes')).toThrow(/Filter policy is too complex/);
  });
});
