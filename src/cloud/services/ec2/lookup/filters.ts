import type { Filter } from '@aws-sdk/client-ec2';
import type { Tags } from '../../../service-kit/tags.ts';
import { invalidFilter } from '../errors.ts';

/** What filters compare: one value or several of a resource; values that are not there match nothing. */
export type FilterValue = string | number | boolean | undefined | readonly (string | number | boolean | undefined)[];

/** Filters of a Describe call by name. */
export type Filters<T> = Readonly<Record<string, (item: T) => FilterValue>>;

/**
 * Whether a resource passes all filters: one of each filter's values must match. `*` stands for any text, `?` for one
 * character. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export function passes<T>(item: T, tags: Tags, filters: readonly Filter[], known: Filters<T>): boolean {
  return filters.every(({ Name = '', Values = [] }) => {
    const values = valuesOf(item, tags, Name, known);
    return Values.some((pattern) => values.some((value) => matches(pattern, value)));
  });
}

function valuesOf<T>(item: T, tags: Tags, name: string, known: Filters<T>): readonly string[] {
  if (name === 'tag-key') return Object.keys(tags);
  if (name === 'tag-value') return Object.values(tags);
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return value === undefined ? [] : [value];
  }
  const read = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!read) throw invalidFilter(name);
  const values = read(item);
  return (Array.isArray(values) ? values : [values]).flatMap((value) => (value === undefined ? [] : String(value)));
}

/** Wildcards of EC2: a backslash takes the meaning from the character behind it. */
export function matches(pattern: string, value: string): boolean {
  if (!/[*?\\]/.test(pattern)) return pattern === value;
  const source = pattern.replace(/\\(.)|[.+^${}()|[\]\\]|\*|\?/gs, (found, escaped?: string) => {
    if (escaped !== undefined) return `\\u{${(escaped.codePointAt(0) ?? 0).toString(16)}}`;
    if (found === '*') return '.*';
    return found === '?' ? '.' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 'su').test(value);
}
