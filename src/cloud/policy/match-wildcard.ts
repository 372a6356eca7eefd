/** A text in which `*` and `?` are wildcards. */
export interface Pattern {
  readonly text: string;
  /** Positions that are no wildcards: they came from a value, or were escaped. */
  readonly literals?: ReadonlySet<number>;
  /** Wildcards before this position stay between two colons, but for a `*` just before a colon or at the end. */
  readonly boundUntil?: number;
}

/** Where a `*` was, to try again with one more character for it. */
interface Retry {
  readonly at: number;
  valueAt: number;
}

/**
 * IAM's wildcards: `*` for any text, `?` for one character. Two pointers and the last `*`: the work is bounded by the
 * product of the lengths, whatever the pattern, and nothing is compiled.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchPattern(pattern: Pattern, value: string, ignoresCase = false): boolean {
  const { text, literals } = pattern;
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
    } else if (at < text.length && fits(pattern, at, wildcard === '?', value, valueAt, ignoresCase)) {
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

/** The same for a text in which all wildcards are meant, and free. */
export const matchWildcard = (text: string, value: string): boolean => matchPattern({ text }, value);

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
