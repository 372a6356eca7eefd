import type { BatchPart } from '../../kernel/faults/fault-model.ts';

type Requests = Readonly<Record<string, unknown>>;

/**
 * BatchPart of a batch, as DynamoDB does it when it is short of capacity: the rest comes back as unprocessed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export function splitBatch(operation: string, input: Readonly<Record<string, unknown>>): BatchPart | undefined {
  const requests = (input.RequestItems ?? {}) as Requests;
  if (operation === 'BatchWriteItem') {
    const { kept, left } = split(
      requests,
      (request) => request as readonly unknown[],
      (_request, items) => items,
    );
    return {
      input: { ...input, RequestItems: kept },
      complete: (output) => ({ ...output, UnprocessedItems: left }),
      isEmpty: isEmpty(kept),
    };
  }
  if (operation === 'BatchGetItem') {
    const keysOf = (request: unknown) => (request as { readonly Keys: readonly unknown[] }).Keys;
    const { kept, left } = split(requests, keysOf, (request, Keys) => ({ ...(request as object), Keys }));
    return {
      input: { ...input, RequestItems: kept },
      complete: (output) => ({ Responses: {}, ...output, UnprocessedKeys: left }),
      isEmpty: isEmpty(kept),
    };
  }
  return undefined;
}

const isEmpty = (requests: object): boolean => Object.keys(requests).length === 0;

/** The first half of each table's entries is kept; of one entry alone, none could be left: it comes back. */
function split(
  requests: Requests,
  entriesOf: (request: unknown) => readonly unknown[],
  withEntries: (request: unknown, entries: readonly unknown[]) => unknown,
) {
  const kept: Record<string, unknown> = {};
  const left: Record<string, unknown> = {};
  for (const [table, request] of Object.entries(requests)) {
    const entries = entriesOf(request);
    const middle = Math.floor(entries.length / 2);
    if (middle > 0) kept[table] = withEntries(request, entries.slice(0, middle));
    left[table] = withEntries(request, entries.slice(middle));
  }
  return { kept, left };
}
