import { otherLanguage } from './failure-fields.ts';
import {
  type Fields,
  itemsAt,
  objectAt,
  requireFields,
  requireOne,
  type Surroundings,
  type ValueCheck,
} from './findings.ts';
import { assignments, expression, referencePath, template, text, timestamp, truth } from './values.ts';

/* The rules of a Choice. https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */

const anyReference = referencePath({ ofContext: true });

const numeric: ValueCheck = (value, at, { findings }) => {
  if (typeof value !== 'number') findings.schema('Expected value of type Number', at);
};

const orders = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];

const ofType = (type: string, check: ValueCheck, names = orders): [string, ValueCheck][] =>
  names.flatMap((name): [string, ValueCheck][] => [
    [`${type}${name}`, check],
    [`${type}${name}Path`, anyReference],
  ]);

const comparisons: Readonly<Record<string, ValueCheck>> = Object.fromEntries([
  ...ofType('String', text),
  ['StringMatches', text],
  ...ofType('Numeric', numeric),
  ...ofType('Boolean', truth, ['Equals']),
  ...ofType('Timestamp', timestamp),
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'].map((name): [string, ValueCheck] => [
    name,
    truth,
  ]),
]);

const selectors = ['And', 'Or', 'Not', 'Variable', 'Condition'];

/** How deep rules may stand in each other. */
const depthMax = 50;

/** The rules, of which there must be one. */
export const choices: ValueCheck = (value, at, surroundings) => {
  for (const [index, rule] of itemsAt(value, at, surroundings).entries()) {
    checkRule(rule, `${at}[${index}]`, surroundings, 0);
  }
};

function checkRule(value: unknown, at: string, surroundings: Surroundings, depth: number): void {
  const rule = objectAt(value, at, surroundings);
  if (!rule) return;
  const { findings, language } = surroundings;
  if (depth > depthMax) {
    findings.error('TOO_DEEPLY_NESTED', 'The states are too deeply nested.', at);
    return;
  }
  const isTop = depth === 0;
  for (const [name, item] of Object.entries(rule)) {
    const place = `${at}/${name}`;
    const isOfJsonPath = Object.hasOwn(comparisons, name) || ['And', 'Or', 'Not', 'Variable'].includes(name);
    if (isOfJsonPath && language === 'JSONata') findings.schema(otherLanguage(language, name), at);
    else if (['Condition', 'Output'].includes(name) && isTop && language === 'JSONPath') {
      findings.schema(otherLanguage(language, name), at);
    } else if (!checkMember(name, item, place, surroundings, depth)) {
      findings.schema(`Field '${name}' is not supported`, at);
    }
  }
  if (isTop) requireFields(rule, ['Next'], at, surroundings);
  requireTest(rule, at, surroundings);
}

/** Answers whether a rule may have such a member. */
function checkMember(name: string, value: unknown, at: string, surroundings: Surroundings, depth: number): boolean {
  const compare = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  if (compare) compare(value, at, surroundings);
  else if (name === 'Comment' || (name === 'Next' && depth === 0)) text(value, at, surroundings);
  else if (name === 'Variable') anyReference(value, at, surroundings);
  else if (name === 'Not') checkRule(value, at, surroundings, depth + 1);
  else if (name === 'And' || name === 'Or') {
    for (const [index, rule] of itemsAt(value, at, surroundings).entries()) {
      checkRule(rule, `${at}[${index}]`, surroundings, depth + 1);
    }
  } else if (depth > 0) return false;
  else if (name === 'Condition') condition(value, at, surroundings);
  else if (name === 'Assign') assignments(value, at, surroundings);
  else if (name === 'Output') template(value, at, surroundings);
  else return false;
  return true;
}

function condition(value: unknown, at: string, surroundings: Surroundings): void {
  if (typeof value === 'boolean' || expression(value, at, surroundings)) return;
  surroundings.findings.schema('JSONata string must start with {% and end with %}', at);
}

/** A rule tests one thing. */
function requireTest(rule: Fields, at: string, surroundings: Surroundings): void {
  const { findings, language } = surroundings;
  if (language === 'JSONata') {
    requireFields(rule, ['Condition'], at, surroundings);
    return;
  }
  const chosen = selectors.filter((name) => Object.hasOwn(rule, name));
  if (chosen.length !== 1) {
    findings.schema(`The object must have only one of the following fields, [${selectors.join(', ')}]`, at);
  } else if (chosen[0] === 'Variable') {
    requireOne(rule, Object.keys(comparisons), at, surroundings);
  }
}
