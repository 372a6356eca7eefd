import type { Filter } from '@aws-sdk/client-secrets-manager';
import type { Secret } from '../state.ts';

type Texts = (secret: Secret, region: string) => readonly string[];

const texts: Readonly<Record<string, Texts>> = {
  name: ({ name }) => [name],
  description: ({ description = '' }) => [description],
  'tag-key': ({ tags }) => Object.keys(tags),
  'tag-value': ({ tags }) => Object.values(tags),
  'primary-region': ({ primaryRegion }) => (primaryRegion === undefined ? [] : [primaryRegion]),
  // Nothing here is owned by a service.
  'owning-service': () => [],
};

/**
 * Does a secret pass all filters? The values of one filter are alternatives, all of them prefixes; `!` in front negates.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 */
export const passesFilters = (secret: Secret, filters: readonly Filter[], region: string): boolean =>
  filters.every(({ Key = 'all', Values = [] }) => Values.some((value) => passes(secret, Key, value, region)));

function passes(secret: Secret, key: string, value: string, region: string): boolean {
  if (value.startsWith('!')) return !passes(secret, key, value.slice(1), region);
  if (key === 'all') return matchesAnywhere(secret, value);
  const candidates = texts[key]?.(secret, region) ?? [];
  // Of descriptions words are compared, and without regard to case.
  if (key === 'description') return beginWords(value, candidates.flatMap(wordsOf));
  return candidates.some((text) => text.startsWith(value));
}

/** `all` takes the value apart into words, each of which must begin a word of the secret. */
function matchesAnywhere({ name, description = '', tags }: Secret, value: string): boolean {
  const words = [name, description, ...Object.keys(tags), ...Object.values(tags)].flatMap(wordsOf);
  return beginWords(value, words);
}

/** Whether each word of the value begins one of these. */
const beginWords = (value: string, words: readonly string[]): boolean =>
  wordsOf(value).every((wanted) => words.some((word) => word.startsWith(wanted)));

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
