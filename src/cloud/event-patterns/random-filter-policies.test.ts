import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilteredMessage, readFilterPolicy } from './filter-policy.ts';
import { MalformedPattern } from './malformed-pattern.ts';
import { plainlyMatches } from './testing/plain-filter-policy.ts';
import { anEvent, aPattern } from './testing/random-patterns.ts';

const seed = Number(process.env.SQUALL_TEST_SEED ?? 20_261_127);
const numRuns = Number(process.env.SQUALL_FILTER_POLICIES ?? 3_000);

type Json = Readonly<Record<string, unknown>>;

/** Of two ways to write one path the last counts: that is not compared here. */
const withoutDots = (value: object): Json => JSON.parse(JSON.stringify(value).replaceAll('"a.b":', '"d":'));

const aText = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*'), maxLength: 3 });
const aPolicy = aPattern.map(withoutDots);
/** Half of them have what nearly all patterns ask for. */
const aMessage = fc.oneof(anEvent.map(withoutDots), fc.record({ a: fc.oneof(aText, fc.integer({ min: -3, max: 3 })) }));

/** What AWS would refuse is no question of matching. */
function readable(policy: Json, scope: 'MessageAttributes' | 'MessageBody') {
  try {
    return readFilterPolicy(JSON.stringify(policy), scope);
  } catch (error) {
    if (error instanceof MalformedPattern) return undefined;
    throw error;
  }
}

/** Of an event: what attributes can say. */
function attributesOf(event: Json): { readonly attributes: FilteredMessage['attributes']; readonly plain: Json } {
  const told: Record<string, FilteredMessage['attributes'][string]> = {};
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    if (typeof value === 'string') told[name] = { type: 'String', value };
    else if (typeof value === 'number') told[name] = { type: 'Number', value: String(value) };
    else if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)) {
      told[name] = { type: 'String.Array', value: JSON.stringify(value) };
    } else continue;
    plain[name] = value;
  }
  return { attributes: told, plain };
}

describe(`random filter policies (seed ${seed}, repeat with SQUALL_TEST_SEED)`, () => {
  const count = { true: 0, false: 0 };
  const compare = (isPassing: boolean, isPlainlyPassing: boolean) => {
    count[`${isPassing}`] += 1;
    expect(isPassing).toBe(isPlainlyPassing);
  };

  it('of bodies let through what a plain reading lets through', () => {
    fc.assert(
      fc.property(aPolicy, aMessage, (pattern, event) => {
        const policy = readable(pattern, 'MessageBody');
        if (!policy) return;
        const isPassing = policy.matches({ attributes: {}, body: JSON.stringify(event) });
        compare(isPassing, plainlyMatches(pattern, event));
      }),
      { seed, numRuns },
    );
    expect(Math.min(count.true, count.false)).toBeGreaterThan(numRuns / 50);
  });

  it('of attributes let through what a plain reading lets through', () => {
    fc.assert(
      fc.property(aPolicy, aMessage, (pattern, event) => {
        const policy = readable(pattern, 'MessageAttributes');
        if (!policy) return;
        const { attributes, plain } = attributesOf(event);
        compare(policy.matches({ attributes, body: '' }), plainlyMatches(pattern, plain));
      }),
      { seed, numRuns },
    );
  });
});
