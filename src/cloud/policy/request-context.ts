/** A key of the request: one value, or several (`aws:TagKeys`), which a list says even when it has only one. */
export type ContextValue = string | readonly string[];

/** The request's condition keys, in lower case; binary values are in base64. */
export type RequestContext = ReadonlyMap<string, ContextValue>;

/**
 * The context of a request at a moment: the keys that are given, and those of the time. A key that is undefined is not
 * in the request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(
  keys: Readonly<Record<string, ContextValue | undefined>>,
  nowMs: number,
): RequestContext {
  const context = new Map<string, ContextValue>([
    ['aws:currenttime', new Date(nowMs).toISOString()],
    ['aws:epochtime', String(Math.floor(nowMs / 1000))],
  ]);
  for (const [key, value] of Object.entries(keys)) if (value !== undefined) context.set(key.toLowerCase(), value);
  return context;
}
