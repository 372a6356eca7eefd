import { MalformedPattern, readPattern } from '../../../event-patterns/read-pattern.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { PublishedAttribute } from '../publishing/published-message.ts';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** What is looked at. */
export interface FilteredMessage {
  readonly attributes: Readonly<Record<string, PublishedAttribute>>;
  readonly body: string;
}

export interface FilterPolicy {
  matches(message: FilteredMessage): boolean;
}

/**
 * Reads a filter policy. Throws {@link MalformedPattern}.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function readFilterPolicy(text: string, scope: FilterPolicyScope): FilterPolicy {
  const policy = parseJson(text);
  if (policy === undefined) throw new MalformedPattern('failed to parse JSON.');
  // It asks for nothing, and takes everything.
  if (typeof policy === 'object' && policy !== null && Object.keys(policy).length === 0) return { matches: () => true };
  const rule = readPattern(text);
  if (scope === 'MessageAttributes') return { matches: ({ attributes }) => rule(valuesOf(attributes)) };
  return {
    matches({ body }) {
      const value = parseJson(body);
      return typeof value === 'object' && value !== null && rule(value);
    },
  };
}

const valuesOf = (attributes: FilteredMessage['attributes']): object =>
  Object.fromEntries(Object.entries(attributes).flatMap(([name, attribute]) => entriesOf(name, attribute)));

function entriesOf(name: string, { type, value }: PublishedAttribute): [string, unknown][] {
  if (type.startsWith('Number')) return [[name, Number(value)]];
  if (type === 'String.Array') return [[name, parseJson(value)]];
  return type.startsWith('String') ? [[name, value]] : [];
}
