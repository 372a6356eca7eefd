import { type Fields, itemsAt, objectAt, requireFields, type ValueCheck } from './findings.ts';
import { assignments, decimal, integer, oneOf, referencePath, secondsMax, template, text, texts } from './values.ts';

/*
 * Retriers and catchers. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */

/** AWS: 366 days. */
const maxDelayMax = 31_622_400;

type Members = Readonly<Record<string, { check: ValueCheck; only?: 'JSONPath' | 'JSONata' }>>;

const ofRetrier: Members = {
  ErrorEquals: { check: texts },
  Comment: { check: text },
  IntervalSeconds: { check: integer(0, secondsMax) },
  MaxAttempts: { check: integer(0, secondsMax) },
  BackoffRate: { check: decimal(1) },
  MaxDelaySeconds: { check: integer(1, maxDelayMax) },
  JitterStrategy: { check: oneOf('NONE', 'FULL') },
};

const ofCatcher: Members = {
  ErrorEquals: { check: texts },
  Comment: { check: text },
  Next: { check: text },
  ResultPath: { check: referencePath({ orNull: true, ofVariables: false }), only: 'JSONPath' },
  Output: { check: template, only: 'JSONata' },
  Assign: { check: assignments },
};

const listOf =
  (members: Members, required: readonly string[]): ValueCheck =>
  (value, at, surroundings) => {
    const { findings, language } = surroundings;
    if (Array.isArray(value) && value.length === 0) return;
    const entries = itemsAt(value, at, surroundings);
    for (const [index, entry] of entries.entries()) {
      const place = `${at}[${index}]`;
      const fields = objectAt(entry, place, surroundings);
      if (!fields) continue;
      requireFields(fields, required, place, surroundings);
      for (const [name, item] of Object.entries(fields)) {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        if (!member) findings.schema(`Field '${name}' is not supported`, place);
        else if (member.only && member.only !== language) findings.schema(otherLanguage(language, name), place);
        else member.check(item, `${place}/${name}`, { ...surroundings, outcome: 'errorOutput' });
      }
      if (isMisplacedCatchAll(fields, index === entries.length - 1)) {
        findings.schema('States.ALL must appear alone and at end of list', `${place}/ErrorEquals`);
      }
    }
  };

const isMisplacedCatchAll = ({ ErrorEquals }: Fields, isLast: boolean): boolean =>
  Array.isArray(ErrorEquals) && ErrorEquals.includes('States.ALL') && !(isLast && ErrorEquals.length === 1);

/** A field of the other language. */
export function otherLanguage(language: 'JSONPath' | 'JSONata', name: string): string {
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  return `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${other}' QueryLanguage`;
}

const plainRetriers = listOf(ofRetrier, ['ErrorEquals']);
/** Numbers of retriers cannot be expressions. */
export const retriers: ValueCheck = (value, at, surroundings) =>
  plainRetriers(value, at, { ...surroundings, language: 'JSONPath' });
export const catchers = listOf(ofCatcher, ['ErrorEquals', 'Next']);
