import { checkJsonata, referencesOf, unsupportedReferences } from '../expressions/jsonata/check.ts';
import { checkIntrinsic, checkPath, checkReferencePath } from '../expressions/paths/check-path.ts';
import { itemsAt, objectAt, type Surroundings, type ValueCheck } from './findings.ts';

/* Kinds of values that fields of the language have. A path, a template and a number are other things in JSONata. */

const opens = (text: string): boolean => text.startsWith('{%');
const closes = (text: string): boolean => text.endsWith('%}');

/** A text that stands for an expression: `{% … %}`. Answers whether it is one, well formed or not. */
export function expression(value: unknown, at: string, { findings, outcome }: Surroundings): boolean {
  if (typeof value !== 'string' || (!opens(value) && !closes(value))) return false;
  if (!opens(value) || !closes(value) || value.length < 4) {
    findings.schema('JSONata string must start with {% and end with %}', at);
    return true;
  }
  const problem = checkJsonata(value);
  if (problem !== undefined) findings.error('INVALID_JSONATA_EXPRESSION', problem, at);
  const refuse = (message: string) => findings.error('UNSUPPORTED_JSONATA_EXPRESSION', message, at);
  for (const message of unsupportedReferences(value)) refuse(message);
  for (const name of referencesOf(value).states) {
    if (name !== 'input' && name !== 'context' && name !== outcome) refuse(`Field '$states.${name}' does not exist.`);
  }
  return true;
}

const isPath = (value: string): boolean => checkPath(value) === undefined;
const isIntrinsic = (value: string): boolean => checkIntrinsic(value) === undefined;

const isExpression = (value: unknown, at: string, surroundings: Surroundings): boolean =>
  surroundings.language === 'JSONata' && expression(value, at, surroundings);

const ofType =
  (type: 'string' | 'boolean', name: string): ValueCheck =>
  (value, at, { findings }) => {
    if (typeof value !== type) findings.schema(`Expected value of type ${name}`, at);
  };

export const text = ofType('string', 'String');
export const truth = ofType('boolean', 'Boolean');

/** A text that may be an expression. */
export const textOrExpression: ValueCheck = (value, at, surroundings) => {
  if (!isExpression(value, at, surroundings)) text(value, at, surroundings);
};

export const oneOf =
  (...values: readonly string[]): ValueCheck =>
  (value, at, surroundings) => {
    if (typeof value !== 'string') text(value, at, surroundings);
    else if (!values.includes(value)) {
      surroundings.findings.schema(`Value should be one of the following: [${values.join(', ')}]`, at);
    }
  };

/** The greatest number of seconds of anything. */
export const secondsMax = 99_999_999;

export const integer =
  (min: number, max = Number.MAX_SAFE_INTEGER): ValueCheck =>
  (value, at, surroundings) => {
    if (isExpression(value, at, surroundings)) return;
    const { findings } = surroundings;
    if (typeof value !== 'number' || !Number.isInteger(value)) findings.schema('Expected value of type Integer', at);
    else if (value < min) findings.schema(`Minimum value is ${min}`, at);
    else if (value > max) findings.schema(`Maximum value is ${max}`, at);
  };

export const decimal =
  (min: number, max = Number.POSITIVE_INFINITY): ValueCheck =>
  (value, at, surroundings) => {
    if (isExpression(value, at, surroundings)) return;
    const { findings } = surroundings;
    if (typeof value !== 'number') findings.schema('Expected value of type Number', at);
    else if (value < min) findings.schema(`Minimum value is ${min.toFixed(1)}`, at);
    else if (value > max) findings.schema(`Maximum value is ${max.toFixed(1)}`, at);
  };

/** https://datatracker.ietf.org/doc/html/rfc3339, with an uppercase T and Z. */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export const timestamp: ValueCheck = (value, at, surroundings) => {
  if (isExpression(value, at, surroundings)) return;
  if (typeof value !== 'string') text(value, at, surroundings);
  else if (!rfc3339.test(value) || Number.isNaN(Date.parse(value))) {
    surroundings.findings.schema('String does not match RFC3339 timestamp', at);
  }
};

/** A JSONPath, or null for nothing. */
export const path: ValueCheck = (value, at, surroundings) => {
  if (value === null) return;
  if (typeof value !== 'string') text(value, at, surroundings);
  else if (!isPath(value)) surroundings.findings.schema('Value must be a valid JSONPath.', at);
};

interface ReferencePathOptions {
  /** Whether it may be null. */
  readonly orNull?: boolean;
  /** Whether it may select from the context object, `$$.Execution.Id`. */
  readonly ofContext?: boolean;
  /** Whether it may select from a variable, `$orders[0]`. */
  readonly ofVariables?: boolean;
}

export const referencePath =
  ({ orNull = false, ofContext = false, ofVariables = true }: ReferencePathOptions = {}): ValueCheck =>
  (value, at, surroundings) => {
    const { findings } = surroundings;
    if (value === null && orNull) return;
    if (typeof value !== 'string') text(value, at, surroundings);
    else if (!value.startsWith('$')) {
      findings.schema("Value is not a Reference Path: Reference path didn't start with '$'", at);
    } else if (
      checkReferencePath(value) !== undefined ||
      (value.startsWith('$$') && !ofContext) ||
      (/^\$[^.[$]/.test(value) && !ofVariables)
    ) {
      findings.schema('Value is not a Reference Path', at);
    }
  };

/** ErrorPath and CausePath take a reference path or a call of an intrinsic function. */
export const referencePathOrCall: ValueCheck = (value, at, surroundings) => {
  if (typeof value === 'string' && isIntrinsic(value)) return;
  referencePath({ ofContext: true })(value, at, surroundings);
};

/** Parameters, Arguments, Output and their like: any JSON in which some values are made from the input. */
export const template: ValueCheck = (value, at, surroundings) => {
  if (surroundings.language === 'JSONata') jsonataTemplate(value, at, surroundings);
  else jsonPathTemplate(value, at, surroundings);
};

/** A template that is an object. */
export const objectTemplate: ValueCheck = (value, at, surroundings) => {
  if (isExpression(value, at, surroundings)) return;
  if (objectAt(value, at, surroundings)) template(value, at, surroundings);
};

function jsonataTemplate(value: unknown, at: string, surroundings: Surroundings): void {
  if (expression(value, at, surroundings) || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) jsonataTemplate(item, `${at}[${index}]`, surroundings);
  } else {
    for (const [name, item] of Object.entries(value)) jsonataTemplate(item, `${at}/${name}`, surroundings);
  }
}

function jsonPathTemplate(value: unknown, at: string, surroundings: Surroundings): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) jsonPathTemplate(item, `${at}[${index}]`, surroundings);
    return;
  }
  const { findings } = surroundings;
  for (const [name, item] of Object.entries(value)) {
    if (!name.endsWith('.$')) {
      if (typeof item !== 'string') jsonPathTemplate(item, `${at}/${name}`, surroundings);
      else if (looksDynamic(item)) findings.warn('NO_DOLLAR', noDollar, `${at}/${name}`);
    } else if (typeof item !== 'string' || !(isPath(item) || isIntrinsic(item))) {
      findings.schema(
        `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
        at,
      );
    }
  }
}

const noDollar = 'No .$ on a field that appears to be a JSONPath or Intrinsic Function.';

/** Whether a fixed value reads as if it were a path or a call. */
export const looksDynamic = (value: string): boolean => /^(?:\$\$?\.|States\.\w+\()/.test(value);

const variableName = /^[\p{ID_Start}][\p{ID_Continue}]*$/u;
/** AWS: the longest name of a variable. */
const variableNameMax = 80;

/** Variables and their values. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export const assignments: ValueCheck = (value, at, surroundings) => {
  const { findings, language } = surroundings;
  const fields = objectAt(value, at, surroundings);
  for (const field of Object.keys(fields ?? {})) {
    const name = language === 'JSONPath' && field.endsWith('.$') ? field.slice(0, -2) : field;
    if (name === 'states') {
      findings.error('RESERVED_VARIABLE_NAME', "Cannot assign to reserved variable '$states'.", `${at}/${field}`);
    } else if (!variableName.test(name)) {
      const message = `Invalid variable name '${name}': the variable name contains invalid characters.`;
      findings.error('INVALID_VARIABLE_NAME', message, `${at}/${field}`);
    } else if ([...name].length > variableNameMax) {
      const message = `Invalid variable name '${name}': the variable name exceeds ${variableNameMax} characters.`;
      findings.error('INVALID_VARIABLE_NAME', message, `${at}/${field}`);
    }
  }
  if (fields) template(fields, at, surroundings);
};

/** What a Map takes its items from, in JSONata. */
export const items: ValueCheck = (value, at, surroundings) => {
  if (isExpression(value, at, surroundings)) return;
  if (Array.isArray(value)) jsonataTemplate(value, at, surroundings);
  else if (typeof value !== 'object' || value === null)
    surroundings.findings.schema('Expected value of type Array', at);
};

/** A list of texts that is not empty. */
export const texts: ValueCheck = (value, at, surroundings) => {
  for (const [index, item] of itemsAt(value, at, surroundings).entries()) {
    text(item, `${at}[${index}]`, surroundings);
  }
};
