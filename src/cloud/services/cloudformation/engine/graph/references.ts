import { validationError } from '../../errors.ts';
import { attributeParts, intrinsicOf, isRecord } from '../template/template.ts';

/** A place where a value names a parameter, pseudo parameter or resource. */
export type Reference =
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly attribute: unknown }
  | { readonly kind: 'condition'; readonly name: string }
  /** An exported value; its name may itself be the work of functions. */
  | { readonly kind: 'import'; readonly argument: unknown };

/** Which branch of `Fn::If` counts; undefined lets both count. */
type Choose = ((condition: string) => boolean) | undefined;

/** All that `value` refers to, through `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::ImportValue`, at any depth. */
export function referencesIn(value: unknown, choose?: Choose): Reference[] {
  const found: Reference[] = [];
  walk(value, choose, found);
  return found;
}

function walk(value: unknown, choose: Choose, found: Reference[]): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, choose, found);
    return;
  }
  if (!isRecord(value)) return;
  const intrinsic = intrinsicOf(value);
  if (!intrinsic || !walkIntrinsic(intrinsic.name, intrinsic.argument, choose, found)) {
    for (const member of Object.values(value)) walk(member, choose, found);
  }
}

/** Tells whether the call was understood, so that its argument needs no further look. */
function walkIntrinsic(name: string, argument: unknown, choose: Choose, found: Reference[]): boolean {
  if (name === 'Ref' && typeof argument === 'string') {
    found.push({ kind: 'ref', name: argument });
    return true;
  }
  if (name === 'Fn::GetAtt') {
    const [logicalId, attribute] = attributeParts(argument);
    if (typeof logicalId === 'string') found.push({ kind: 'attribute', name: logicalId, attribute });
    walk(attribute, choose, found);
    return true;
  }
  if (name === 'Fn::Sub') {
    walkSub(argument, choose, found);
    return true;
  }
  if (name === 'Fn::ImportValue') {
    found.push({ kind: 'import', argument });
    walk(argument, choose, found);
    return true;
  }
  return name === 'Fn::If' && walkIf(argument, choose, found);
}

/** The branch that is not taken may name what is not there. */
function walkIf(argument: unknown, choose: Choose, found: Reference[]): boolean {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return false;
  const [condition, whenTrue, whenFalse] = argument;
  found.push({ kind: 'condition', name: condition });
  if (!choose || choose(condition)) walk(whenTrue, choose, found);
  if (!choose?.(condition)) walk(whenFalse, choose, found);
  return true;
}

/** Throws AWS's complaint about a `${Name}` that can be no name. */
export function assertVariableName(name: string): void {
  if (/^[\w.:]+$/.test(name)) return;
  throw validationError(
    'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
  );
}

/** Names that the second argument binds are its own; `${!Literal}` is none. */
function walkSub(argument: unknown, choose: Choose, found: Reference[]): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, undefined];
  walk(variables, choose, found);
  if (typeof text !== 'string') return;
  // Cut behind the last brace, as in `substitute`.
  for (const match of text.slice(0, text.lastIndexOf('}') + 1).matchAll(/\$\{([^!}][^}]*)\}/g)) {
    const name = match[1]?.trim() ?? '';
    assertVariableName(name);
    if (isRecord(variables) && Object.hasOwn(variables, name)) continue;
    const dot = name.indexOf('.');
    if (dot < 0) found.push({ kind: 'ref', name });
    else found.push({ kind: 'attribute', name: name.slice(0, dot), attribute: name.slice(dot + 1) });
  }
}
