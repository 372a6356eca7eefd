import { validationError } from '../../errors.ts';
import { assertVariableName } from '../graph/references.ts';
import { madeTextMax } from '../template/limits.ts';
import { isRecord } from '../template/template.ts';
import type { Evaluate, IntrinsicFunction } from './intrinsic-function.ts';
import { getAttribute, reference } from './reference-functions.ts';
import { knownAfterApply, type Scope } from './scope.ts';

/** Numbers and booleans are text to CloudFormation; anything else is a mistake of the template. */
export function textOf(value: unknown, complaint: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(complaint);
}

/** Before the text is made, where that can be told. */
function assertFits(name: string, length: number): void {
  if (length <= madeTextMax) return;
  throw validationError(`Template error: ${name} makes a text of more than ${madeTextMax} characters`);
}

/** The delimiter may be no function, as in AWS. */
const join: IntrinsicFunction = (argument, scope, evaluate) => {
  const complaint =
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== 'string') {
    throw validationError(complaint);
  }
  const items = evaluate(argument[1], scope);
  if (items === knownAfterApply) return items;
  if (!Array.isArray(items)) throw validationError(complaint);
  const texts = items.map((item) => textOf(item, complaint));
  const delimiters = Math.max(0, texts.length - 1) * argument[0].length;
  assertFits(
    'Fn::Join',
    texts.reduce((sum, text) => sum + text.length, delimiters),
  );
  return texts.join(argument[0]);
};

/** `Fn::Split`; like that of `Fn::Join`, the delimiter may be no function. */
const split: IntrinsicFunction = (argument, scope, evaluate) => {
  const complaint =
    'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== 'string') {
    throw validationError(complaint);
  }
  const text = textOf(evaluate(argument[1], scope), complaint);
  // Into how many parts only the deployment will tell; the marker itself has delimiters in it.
  return text.includes(knownAfterApply) ? knownAfterApply : text.split(argument[0]);
};

/** `Fn::Base64`, of the text in UTF-8. */
const base64: IntrinsicFunction = (argument, scope, evaluate) => {
  const complaint = 'Template error: every Fn::Base64 object must have a String-typed value.';
  const text = textOf(evaluate(argument, scope), complaint);
  return text.includes(knownAfterApply) ? knownAfterApply : Buffer.from(text).toString('base64');
};

/** `Fn::ToJsonString`, of AWS::LanguageExtensions. */
const toJsonString: IntrinsicFunction = (argument, scope, evaluate) => {
  const text = JSON.stringify(evaluate(argument, scope));
  assertFits('Fn::ToJsonString', text.length);
  return text;
};

/** Both forms: a text, or a text with its own variables. `${!Literal}` stands for `${Literal}`. */
const sub: IntrinsicFunction = (argument, scope, evaluate) => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables) || (Array.isArray(argument) && argument.length !== 2)) {
    throw validationError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  return substitute(text, (name) =>
    Object.hasOwn(variables, name) ? evaluate(variables[name], scope) : variable(name, scope, evaluate),
  );
};

/** `${Name}` is a `Ref`, `${Name.Attribute}` an `Fn::GetAtt`: only the first dot separates. */
function variable(name: string, scope: Scope, evaluate: Evaluate): unknown {
  const dot = name.indexOf('.');
  if (dot < 0) return reference(name, scope, evaluate);
  return getAttribute([name.slice(0, dot), name.slice(dot + 1)], scope, evaluate);
}

/** Replaces each `${Name}` by what `resolve` answers for it. */
export function substitute(text: string, resolve: (name: string) => unknown): string {
  let made = text.length;
  // Behind the last brace nothing can end: to look for it from every `${` takes quadratic time.
  const end = text.lastIndexOf('}') + 1;
  const replaced = text.slice(0, end).replace(/\$\{([^}]*)\}/g, (_match, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    assertVariableName(name);
    const value = resolve(name);
    const replacement = Array.isArray(value)
      ? value.join(',')
      : textOf(
          value,
          `Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string`,
        );
    made += replacement.length;
    assertFits('Fn::Sub', made);
    return replacement;
  });
  return replaced + text.slice(end);
}

/** Functions that make text, by name. */
export const textFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::Base64': base64,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Sub': sub,
  'Fn::ToJsonString': toJsonString,
};
