import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../kernel/glob.ts';
import { evaluate, type Policies } from './evaluate.ts';
import { parsePolicy } from './parse-policy.ts';
import { requestContext } from './request-context.ts';
import type { Policy } from './statement.ts';

const seed = Number(process.env.SQUALL_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.info(`policies: seed ${seed}, repeat with SQUALL_TEST_SEED=${seed}`);
const runs = { seed, numRuns: 1000 };

const text = (alphabet: string, maxLength = 12) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength });

describe('wildcards', () => {
  test('match as a naive reading of them', () => {
    const naive = (pattern: string, value: string): boolean => {
      if (pattern === '') return value === '';
      if (pattern[0] === '*') return naive(pattern.slice(1), value) || (value !== '' && naive(pattern, value.slice(1)));
      return value !== '' && (pattern[0] === '?' || pattern[0] === value[0]) && naive(pattern.slice(1), value.slice(1));
    };

    fc.assert(
      fc.property(text('ab*?'), text('ab*?'), (pattern, value) => {
        expect(matchesGlob({ text: pattern }, value)).toBe(naive(pattern, value));
      }),
      runs,
    );
  });

  test('that are bound between colons match as a regular expression says it', () => {
    const reference = (pattern: string, boundUntil: number): RegExp => {
      const parts = [...pattern].map((character, at) => {
        const isFree =
          at >= boundUntil || (character === '*' && (at + 1 === pattern.length || pattern[at + 1] === ':'));
        if (character === '*') return isFree ? '.*' : '[^:]*';
        return character === '?' ? (isFree ? '.' : '[^:]') : character;
      });
      return new RegExp(`^${parts.join('')}$`);
    };

    fc.assert(
      fc.property(text('ab:*?'), text('ab:', 16), fc.nat(12), (pattern, value, boundUntil) => {
        expect(matchesGlob({ text: pattern, boundUntil }, value)).toBe(reference(pattern, boundUntil).test(value));
      }),
      { ...runs, numRuns: 2000 },
    );
  });

  // A regular expression would not end in this world's time: the test would not either.
  test('patterns that make regular expressions run away are answered', () => {
    expect(matchesGlob({ text: `${'*a'.repeat(200)}b` }, 'a'.repeat(5000))).toBe(false);
    expect(matchesGlob({ text: `${'*:*a'.repeat(100)}b`, boundUntil: 400 }, 'a:'.repeat(1000))).toBe(false);
  });
});

const account = '111122223333';
const userArn = `arn:aws:iam::${account}:user/a`;
const resources = ['arn:aws:s3:::a/x', 'arn:aws:s3:::b/x'];

const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: fc.constantFrom('*', { AWS: account }, { AWS: userArn }, { Service: 's3.amazonaws.com' }),
    Action: fc.constantFrom('*', 's3:Get*', 's3:GetObject', 'ec2:*'),
    Resource: fc.constantFrom('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'),
    Condition: fc.constantFrom({ StringEquals: { k: '1' } }, { StringNotEquals: { k: '1' } }, { Null: { k: 'true' } }),
  },
  { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] },
);
const policy = fc
  .array(statement, { maxLength: 4 })
  .map((Statement) => parsePolicy({ Version: '2012-10-17', Statement }));
const policies: fc.Arbitrary<Policies> = fc.record({
  identity: fc.array(policy, { maxLength: 2 }),
  resource: fc.option(policy, { nil: undefined }),
  boundary: fc.option(policy, { nil: undefined }),
  session: fc.option(fc.array(policy, { maxLength: 2 }), { nil: undefined }),
});
const request = fc.record({
  principal: fc.constantFrom(
    { kind: 'user', account, arn: userArn } as const,
    { kind: 'root', account, arn: `arn:aws:iam::${account}:root` } as const,
    { kind: 'service', account, arn: '', service: 's3.amazonaws.com' } as const,
    { kind: 'anonymous', account, arn: '' } as const,
  ),
  action: fc.constant('s3:GetObject'),
  resources: fc.subarray(resources, { minLength: 1 }),
  resourceAccount: fc.constantFrom(account, '999999999999'),
  context: fc.constantFrom(requestContext({}, 0), requestContext({ k: '1' }, 0)),
});

const kinds = ['identity', 'resource', 'boundary', 'session'] as const;

/** Changes every policy of one kind. */
function changed(all: Policies, kind: (typeof kinds)[number], change: (policy: Policy) => Policy): Policies {
  const value = all[kind];
  if (value === undefined) return all;
  return { ...all, [kind]: 'statements' in value ? change(value) : value.map(change) };
}

describe('evaluation', () => {
  test('a deny that is added never allows', () => {
    const denies = policy.map(({ statements }) => statements.filter(({ effect }) => effect === 'Deny'));

    fc.assert(
      fc.property(request, policies, denies, fc.constantFrom(...kinds), (asked, all, added, kind) => {
        const more = changed(all, kind, (each) => ({ ...each, statements: [...each.statements, ...added] }));
        const before = evaluate(asked, all).decision;
        const after = evaluate(asked, more).decision;

        expect([before, 'explicitDeny']).toContain(after);
      }),
      runs,
    );
  });

  test('the order of statements and of policies never matters', () => {
    fc.assert(
      fc.property(request, policies, (asked, all) => {
        const start: Policies = { ...all, identity: all.identity.toReversed(), session: all.session?.toReversed() };
        const reversed = kinds.reduce(
          (rest, kind) => changed(rest, kind, (each) => ({ ...each, statements: each.statements.toReversed() })),
          start,
        );

        expect(evaluate(asked, reversed).decision).toBe(evaluate(asked, all).decision);
      }),
      runs,
    );
  });

  test('who is allowed is allowed by a statement that says Allow', () => {
    fc.assert(
      fc.property(request, policies, (asked, all) => {
        const result = evaluate(asked, all);
        if (result.decision === 'implicitDeny') return;
        const { by } = result;
        const value = by && all[by.kind];
        const found = value && 'statements' in value ? value : value?.[by?.policy ?? 0];

        const effect = found?.statements[by?.statement ?? 0]?.effect ?? 'Allow';
        expect(effect).toBe(result.decision === 'allow' ? 'Allow' : 'Deny');
        expect(by !== undefined || asked.principal.kind === 'root').toBe(true);
      }),
      runs,
    );
  });
});
