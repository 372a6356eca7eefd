/**
 * Which messages of a batch are done, by what a function with `ReportBatchItemFailures` answered. Nothing (null, no list,
 * an empty list) means all of them; anything that cannot be understood, or names no message of the batch, none.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function doneMessages(payload: string, messageIds: readonly string[]): ReadonlySet<string> {
  const failed = failedIn(payload, messageIds);
  return new Set(failed === 'all' ? [] : messageIds.filter((id) => !failed.has(id)));
}

/** What an answer names as failed; all of it where it cannot be understood, or names what was not in the batch. */
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
