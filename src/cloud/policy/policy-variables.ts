import type { Pattern } from '../kernel/glob.ts';
import type { RequestContext } from './request-context.ts';
import type { PolicyVersion } from './statement.ts';

/** Puts the request's values into a text; undefined when a variable has none. */
export type Expand = (text: string) => Pattern | undefined;

/**
 * Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}`, `${?}`, `${$}` for characters that
 * mean something. Values are taken literally: a `*` in one is no wildcard. Policies of 2008 have no variables, and keys
 * with several values cannot be one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expansion(version: PolicyVersion, context: RequestContext): Expand {
  if (version === '2008-10-17') return (text) => ({ text });
  return (text) => (text.includes('${') ? expand(text, context) : { text });
}

function expand(source: string, context: RequestContext): Pattern | undefined {
  const literals = new Set<number>();
  let text = '';
  let at = 0;
  for (;;) {
    const start = source.indexOf('${', at);
    const end = start < 0 ? -1 : source.indexOf('}', start);
    if (end < 0) return { text: text + source.slice(at), literals };
    text += source.slice(at, start);
    const value = variableValue(source.slice(start + 2, end), context);
    if (value === undefined) return undefined;
    for (const { index } of value.matchAll(/[*?]/g)) literals.add(text.length + index);
    text += value;
    at = end + 1;
  }
}

function variableValue(variable: string, context: RequestContext): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [, key = variable, fallback] = /^([^,]*),\s*'(.*)'\s*$/s.exec(variable) ?? [];
  const value = context.get(key.trim().toLowerCase());
  return typeof value === 'string' ? value : fallback;
}
