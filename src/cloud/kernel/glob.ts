/** Characters that stand for one character each: IAM knows `?`, log patterns and fault rules know none. */
type Single = '?' | '';

/**
 * Whether the whole text matches a pattern of wildcards: `*` for any text, `?` (or nothing, where a service has no such
 * wildcard) for one character. The one matcher of the cloud: regular expressions made from wildcards take exponential
 * time for `*a*a*a*b`, this takes at most the product of the lengths.
 */
export function matchesGlob(pattern: string, text: string, single: Single = '?'): boolean {
  let inPattern = 0;
  let inText = 0;
  // Where the last star stands, and up to where it has taken the text: only the last one ever has to take more.
  let star = -1;
  let taken = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern;
      taken = inText;
      inPattern += 1;
    } else if (wanted !== undefined && (wanted === text[inText] || wanted === single)) {
      inPattern += 1;
      inText += 1;
    } else if (star < 0) {
      return false;
    } else {
      taken += 1;
      inPattern = star + 1;
      inText = taken;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
