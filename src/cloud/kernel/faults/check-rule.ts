import { SquallError } from '../errors.ts';
import { isJsonObject } from '../json.ts';
import { ruleKinds } from './parse-rule.ts';
import type { FaultRule } from './rule.ts';

/** What a setting of a rule must be, and how that is told. */
interface Expectation {
  readonly holds: (value: unknown) => boolean;
  readonly what: string;
}

/** Longer texts name nothing that there is. */
const textMax = 2048;

const text: Expectation = {
  holds: (value) => typeof value === 'string' && value.length <= textMax,
  what: `a text of at most ${textMax} characters`,
};
const whole: Expectation = {
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  what: 'a whole number',
};
const duration: Expectation = {
  holds: (value) => Number.isFinite(value) && Number(value) >= 0,
  what: 'a number of milliseconds',
};
const oneOf = (...values: readonly string[]): Expectation => ({
  holds: (value) => typeof value === 'string' && values.includes(value),
  what: values.join(' or '),
});

const ruleMembers: Readonly<Record<string, Expectation>> = {
  service: text,
  operation: text,
  resource: text,
  caller: text,
  nth: whole,
  after: whole,
  times: whole,
  attempt: whole,
  scope: oneOf('attempt', 'call'),
  probability: {
    holds: (value) => typeof value === 'number' && value >= 0 && value <= 1,
    what: 'from 0 to 1',
  },
  forMs: duration,
};

const faultMembers: Readonly<Record<string, Expectation>> = {
  kind: oneOf(...Object.keys(ruleKinds)),
  code: text,
  // Node throws at an answer with any other status, and nobody would get one.
  status: {
    holds: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
    what: 'from 400 to 599',
  },
  message: text,
  retryAfterS: whole,
  answer: oneOf('reset', 'error'),
  delayMs: duration,
  secret: text,
  value: { ...text, holds: (value) => typeof value === 'string' },
};

/** A rule as it came from outside, checked member by member. Throws `SquallError` naming what is wrong. */
export function checkRule(given: unknown): FaultRule {
  if (!isJsonObject(given) || !isJsonObject(given.fault)) {
    throw new SquallError('InvalidFault', 'The rule has no fault.', 'Give {"fault":{"kind":"throttle"}}.');
  }
  const { fault, ...rest } = given;
  checkMembers(rest, ruleMembers);
  checkMembers({ kind: undefined, ...fault }, faultMembers);
  const needed = { slow: 'delayMs', rotate: 'secret' }[String(fault.kind)];
  if (needed !== undefined && fault[needed] === undefined) throw wrong(needed, 'missing', faultMembers[needed]);
  return given as unknown as FaultRule;
}

function checkMembers(given: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, Expectation>>): void {
  for (const [name, value] of Object.entries(given)) {
    const expectation = Object.hasOwn(expected, name) ? expected[name] : undefined;
    if (!expectation) {
      throw new SquallError('InvalidFault', `A rule has no “${name}”.`, `It has: ${Object.keys(expected).join(', ')}.`);
    }
    if (value === undefined && name !== 'kind') continue;
    if (!expectation.holds(value)) throw wrong(name, shown(value), expectation);
  }
}

const shown = (value: unknown): string => (typeof value === 'object' ? 'an object' : String(value).slice(0, 100));

const wrong = (name: string, value: string, expectation: Expectation | undefined) =>
  new SquallError('InvalidFault', `“${name}” is ${value}.`, `${name} must be ${expectation?.what ?? 'there'}.`);
