import fc from 'fast-check';

/** Few letters, so that patterns and events meet. */
const aText = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*'), maxLength: 3 });
const anAddress = fc.constantFrom('10.0.0.1', '10.0.0.9', '10.0.1.1', '2001:db8::1', '2001:0db8:0::1');
const aNumber = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.1, 0.3, 1.5, 5e9, 1e12));
const aScalar = fc.oneof(aText, aNumber, anAddress, fc.boolean(), fc.constant(null));
const aKey = fc.constantFrom('a', 'b', 'c', 'a.b');
const aWildcard = aText.map((text) => `${text.replaceAll('*', '')}*${text.slice(0, 1).replace('*', 'b')}`);
const someTexts = fc.array(aText.filter(Boolean), { minLength: 1, maxLength: 3 });

const aRange = fc
  .tuple(
    fc.constantFrom('>', '>='),
    fc.integer({ min: -3, max: 0 }),
    fc.constantFrom('<', '<='),
    fc.integer({ min: 1, max: 3 }),
  )
  .map((numeric) => ({ numeric }));

const aTest = fc.oneof(
  { weight: 4, arbitrary: aScalar },
  aText.map((prefix) => ({ prefix })),
  aText.map((suffix) => ({ suffix })),
  aText.map((text) => ({ prefix: { 'equals-ignore-case': text } })),
  aText.map((text) => ({ suffix: { 'equals-ignore-case': text } })),
  aText.map((text) => ({ 'equals-ignore-case': text })),
  aWildcard.map((wildcard) => ({ wildcard })),
  fc.constantFrom('10.0.0.0/24', '10.0.0.0/31', '2001:db8::/32').map((cidr) => ({ cidr })),
  aRange,
  aNumber.filter((value) => value < 6e9).map((value) => ({ numeric: ['=', value] })),
  fc.constantFrom('<', '<=', '>', '>=').map((operator) => ({ numeric: [operator, 1] })),
  someTexts.map((texts) => ({ 'anything-but': texts })),
  someTexts.map((texts) => ({ 'anything-but': { prefix: texts } })),
  aWildcard.map((wildcard) => ({ 'anything-but': { wildcard } })),
  fc.boolean().map((exists) => ({ exists })),
);
const aList = fc.array(aTest, { minLength: 1, maxLength: 3 });

const aNested = fc.letrec<{ object: object; or: object; field: object }>((tie) => ({
  field: fc.oneof({ depthSize: 'small' }, aList, tie('object')),
  object: fc.oneof(
    { weight: 5, arbitrary: fc.dictionary(aKey, tie('field'), { minKeys: 1, maxKeys: 3 }) },
    { weight: 1, arbitrary: tie('or') },
  ),
  or: fc.array(tie('object'), { minLength: 2, maxLength: 3 }).map(($or) => ({ $or })),
})).object;

/** An event pattern that is no malformed one; many ask for the same field, so that an index has something to tell apart. */
export const aPattern: fc.Arbitrary<object> = fc.oneof(
  aNested,
  aList.map((a) => ({ a })),
);

/** An event with the same keys and values. */
export const anEvent = fc.letrec<{ object: object; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: aScalar },
    fc.array(aScalar, { maxLength: 3 }),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(aKey, tie('value'), { maxKeys: 3 }),
})).object;
