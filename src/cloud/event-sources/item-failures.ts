/**
 * What an answer with `ReportBatchItemFailures` names as failed. Nothing (null, no list, an empty list) means none of it;
 * an answer that cannot be understood, or names what was not in the batch, means all of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedIn(payload: string, ids: readonly string[]): ReadonlySet<string> | 'all' {
  const response = parse(payload);
  if (response === null) return new Set();
  if (typeof response !== 'object' || Array.isArray(response)) return 'all';
  const { batchItemFailures: items } = response as { readonly batchItemFailures?: unknown };
  if (items === undefined || items === null) return new Set();
  if (!Array.isArray(items)) return 'all';
  const failed = items.map((item: { readonly itemIdentifier?: unknown } | null) => item?.itemIdentifier);
  const isKnown = (id: unknown): id is string => typeof id === 'string' && ids.includes(id);
  return failed.every(isKnown) ? new Set(failed) : 'all';
}

/** `undefined` for what is no JSON. */
function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
