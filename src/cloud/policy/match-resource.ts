import { matchesGlob, type Pattern } from '../kernel/glob.ts';
import type { Expand } from './policy-variables.ts';
import type { Statement } from './statement.ts';

/** Before the resource itself: `arn:partition:service:region:account:`. */
const colonCount = 5;

/**
 * Whether a statement is about a resource. A policy on the resource itself may leave it out, as roles' trust policies do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(
  { resources, notResources }: Statement,
  resource: string,
  expand: Expand,
  isOnResource: boolean,
): boolean {
  const matches = (text: string) => matchResource(text, resource, expand, isOnResource);
  if (resources) return resources.some((text) => matches(text) === true);
  // A variable without a value makes the statement void, rather than be about everything.
  if (notResources) return notResources.every((text) => matches(text) === false);
  return isOnResource;
}

/** Undefined when a variable of the pattern has no value. */
function matchResource(text: string, resource: string, expand: Expand, isOnResource: boolean): boolean | undefined {
  if (text === '*') return true;
  const start = afterColons(text);
  const missing = colonCount - start.colons;
  if (missing > 0) {
    // AWS completes ARNs of identity policies that are too short: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`.
    const completed = text.startsWith('arn:') && !isOnResource ? text + ':*'.repeat(missing) : text;
    return [text, completed].some((each) => matchesGlob({ text: each, boundUntil: each.length }, resource));
  }
  const last = expand(text.slice(start.at));
  return last && matchesGlob(joined(text.slice(0, start.at), last), resource);
}

/** Variables stand in the last part of an ARN alone: in the parts before, `${` is text. */
function joined(head: string, { text, literals }: Pattern): Pattern {
  return {
    text: head + text,
    boundUntil: head.length,
    ...(literals && { literals: new Set([...literals].map((at) => at + head.length)) }),
  };
}

function afterColons(text: string): { readonly at: number; readonly colons: number } {
  let at = 0;
  for (let colons = 0; colons < colonCount; colons++) {
    const colon = text.indexOf(':', at);
    if (colon < 0) return { at, colons };
    at = colon + 1;
  }
  return { at, colons: colonCount };
}
