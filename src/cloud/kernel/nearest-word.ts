/** What somebody may have meant who wrote `wanted`: the nearest of what there is, or nothing that is near enough. */
export function nearestWord(wanted: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, far: distance(wanted.toLowerCase(), each.toLowerCase()) }))
    .sort((one, other) => one.far - other.far);
  return best && best.far <= Math.max(2, wanted.length / 3) ? best.each : undefined;
}

/** Letters to be put in, taken out or changed (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let beside = 1; beside <= other.length; beside += 1) {
      const changed = (row[beside - 1] ?? 0) + (one[at - 1] === other[beside - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[beside] ?? 0) + 1, (next[beside - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
