/** A pattern of wildcards some of which may be restricted, as IAM's policies need it. */
export interface Pattern {
  readonly text: string;
  /** Positions that are no wildcards: they came from a value, or were escaped. */
  readonly literals?: ReadonlySet<number>;
  /** Wildcards before this position stay between two colons, but for a `*` just before a colon or at the end. */
  readonly boundUntil?: number;
}

export interface GlobOptions {
  /** The wildcard for one character: IAM knows `?`, log patterns and fault rules know none. */
  readonly single?: '?' | '';
  /** Whether letters of ASCII match in either case, as names of actions do. */
  readonly ignoresCase?: boolean;
}

/** Where a `*` was, to try again with one more character for it. */
interface Retry {
  readonly at: number;
  valueAt: number;
}

/**
 * Whether the whole text matches a pattern of wildcards: `*` for any text, `?` (unless {@link GlobOptions.single} is empty)
 * for one character. The one matcher of the cloud: two pointers and the last `*`. The work is bounded by the product of
 * the lengths, where regular expressions made from wildcards take exponential time for `*a*a*a*b`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesGlob(given: string | Pattern, value: string, options: GlobOptions = {}): boolean {
  const pattern = typeof given === 'string' ? { text: given } : given;
  const { text, literals } = pattern;
  const { single = '?', ignoresCase = false } = options;
  let at = 0;
  let valueAt = 0;
  // A bound `*` fails at a colon; then the last free one before it may still take more.
  let free: Retry | undefined;
  let bound: Retry | undefined;
  while (valueAt < value.length) {
    const wildcard = literals?.has(at) ? undefined : text[at];
    if (wildcard === '*') {
      const isFree = !isBound(pattern, at);
      bound = isFree ? undefined : { at: at + 1, valueAt };
      if (isFree) free = { at: at + 1, valueAt };
      at++;
    } else if (at < text.length && fits(pattern, at, wildcard === single, value, valueAt, ignoresCase)) {
      at++;
      valueAt++;
    } else {
      if (bound && value[bound.valueAt] === ':') bound = undefined;
      const retry = bound ?? free;
      if (!retry) return false;
      at = retry.at;
      valueAt = ++retry.valueAt;
    }
  }
  while (text[at] === '*' && !literals?.has(at)) at++;
  return at === text.length;
}

function isBound({ text, boundUntil = 0 }: Pattern, at: number): boolean {
  return at < boundUntil && at + 1 < text.length && text[at + 1] !== ':';
}

function fits(
  pattern: Pattern,
  at: number,
  isAny: boolean,
  value: string,
  valueAt: number,
  ignoresCase: boolean,
): boolean {
  if (isAny) return value[valueAt] !== ':' || at >= (pattern.boundUntil ?? 0);
  const code = pattern.text.charCodeAt(at);
  const other = value.charCodeAt(valueAt);
  return code === other || (ignoresCase && inLowerCase(code) === inLowerCase(other));
}

/** Names of actions are ASCII. */
const inLowerCase = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);
