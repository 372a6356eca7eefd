import { invalidArgument } from '../errors.ts';

/** What stands in `!{namespace:value}`. */
const expression = /!\{([^:}]*):([^}]*)\}/g;
const defaultTime = '!{timestamp:yyyy/MM/dd/HH/}';
const randomCharacters = 11;

/** What expressions are evaluated with. */
export interface PrefixValues {
  /** When the oldest record of the object arrived. */
  readonly atMs: number;
  readonly timeZone: string;
  readonly errorType?: string;
  readonly partitionKeys?: Readonly<Record<string, string>>;
  randomText(characters: number): string;
}

/**
 * Throws what AWS says to prefixes that make no sense.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html#prefix-rules
 */
export function assertPrefixes(prefix: string, errorPrefix: string | undefined, isPartitioned: boolean): void {
  const names = namesIn(prefix);
  const isKeyed = names.some(([namespace]) => namespace.startsWith('partitionKeyFrom'));
  for (const [namespace, value] of [...names, ...namesIn(errorPrefix ?? '')]) {
    if (!/^(?:timestamp|firehose|partitionKeyFromQuery|partitionKeyFromLambda)$/.test(namespace)) {
      throw invalidArgument(`Prefix cannot contain the namespace ${namespace}`);
    }
    if (namespace === 'firehose' && value !== 'error-output-type' && value !== 'random-string') {
      throw invalidArgument(`Prefix cannot contain !{firehose:${value}}`);
    }
  }
  if (names.some(([, value]) => value === 'error-output-type')) {
    throw invalidArgument('Prefix cannot contain !{firehose:error-output-type}');
  }
  if (names.length > 0 && errorPrefix === undefined) {
    throw invalidArgument('ErrorOutputPrefix cannot be null or empty when Prefix contains expressions');
  }
  const errorNames = namesIn(errorPrefix ?? '');
  if (errorNames.length > 0 && !errorNames.some(([, value]) => value === 'error-output-type')) {
    throw invalidArgument('ErrorOutputPrefix must contain at least one instance of !{firehose:error-output-type}');
  }
  if (errorNames.some(([namespace]) => namespace.startsWith('partitionKeyFrom'))) {
    throw invalidArgument('ErrorOutputPrefix cannot contain partition keys');
  }
  if (isKeyed && !isPartitioned) {
    throw invalidArgument('Prefix can contain partition keys only when Dynamic Partitioning is enabled');
  }
  if (isPartitioned && !isKeyed) {
    throw invalidArgument('Prefix must contain partition keys when Dynamic Partitioning is enabled');
  }
}

const namesIn = (prefix: string): [namespace: string, value: string][] =>
  Array.from(prefix.matchAll(expression), ([, namespace = '', value = '']) => [namespace, value]);

/** Where objects of data go: with the hour behind it, unless the prefix says itself what of the time it wants. */
export const dataPrefix = (prefix: string, values: PrefixValues): string =>
  evaluate(prefix.includes('!{timestamp:') ? prefix : prefix + defaultTime, values);

/** Where records go that failed: without a prefix of their own to where data goes, in a folder of their kind. */
export function errorPrefixOf(prefix: string, own: string | undefined, values: PrefixValues): string {
  const given = own ?? prefix;
  const typed = given.includes('!{firehose:error-output-type}') ? given : `${given}!{firehose:error-output-type}/`;
  return evaluate(typed.includes('!{timestamp:') ? typed : typed + defaultTime, values);
}

function evaluate(prefix: string, values: PrefixValues): string {
  return prefix.replace(expression, (_, namespace: string, value: string) => {
    if (namespace === 'timestamp') return formatTime(value, values.atMs, values.timeZone);
    if (namespace !== 'firehose') return values.partitionKeys?.[value] ?? '';
    return value === 'error-output-type' ? (values.errorType ?? '') : values.randomText(randomCharacters);
  });
}

/** Of Java's DateTimeFormatter: years to seconds, and text in quotation marks. */
export function formatTime(pattern: string, atMs: number, timeZone: string): string {
  const parts = partsOf(atMs, timeZone);
  return pattern.replace(/'([^']*)'|yyyy|YYYY|yy|MM|M|dd|d|HH|H|mm|ss/g, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    const part = parts[token.charAt(0).toLowerCase() === 'y' ? 'y' : token.charAt(0)] ?? '';
    if (token === 'yy') return part.slice(-2);
    return token.length === 1 ? String(Number(part)) : part;
  });
}

function partsOf(atMs: number, timeZone: string): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    ...({
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const),
  });
  const found = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const { day = '', hour = '', minute = '', month = '', second = '', year = '' } = found;
  return { y: year, M: month, d: day, H: hour, m: minute, s: second };
}
