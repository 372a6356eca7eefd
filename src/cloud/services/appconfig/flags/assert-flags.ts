import type { InvalidConfigurationDetail } from '@aws-sdk/client-appconfig';
import { DeadlineExceeded, withinDeadline } from '../../../kernel/deadline.ts';
import { parseJson } from '../../../kernel/json.ts';
import { lazy } from '../../../kernel/lazy.ts';
import { invalidConfiguration } from '../errors.ts';
import { compileSchema, schemaProblems } from '../validation/json-schema.ts';
import { attributesIn, type Constraints, type FlagDocument, type FlagValue } from './flag-document.ts';
import { flagSchema } from './flag-schema.ts';

const formatOfFlags = lazy(() => compileSchema(JSON.stringify(flagSchema)));

/**
 * Reads flags as users wrote them. Throws BadRequestException where they are not of AWS's format, or where values break
 * the constraints of their attributes.
 */
export function assertFlags(content: string): FlagDocument {
  const problems = schemaProblems(formatOfFlags(), content);
  if (problems.length > 0) refuse(problems);
  const document = parseJson(content) as FlagDocument;
  const broken = brokenInTime(document);
  if (broken.length > 0) refuse(broken);
  return document;
}

function refuse(problems: readonly InvalidConfigurationDetail[]): never {
  const reasons = problems.map(({ Reason, Location }) => `${Location}: ${Reason}`).join('; ');
  throw invalidConfiguration(`The feature flag configuration is not valid: ${reasons}`, problems);
}

/** Users write the patterns. */
function brokenInTime(document: FlagDocument): readonly InvalidConfigurationDetail[] {
  try {
    return withinDeadline(() => brokenValues(document));
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    return [problem('pattern', '$.values', 'The values could not be matched in time.')];
  }
}

function brokenValues({ flags = {}, values = {} }: FlagDocument): InvalidConfigurationDetail[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const definition = Object.hasOwn(flags, key) ? flags[key] : undefined;
    if (!definition) return [problem('flags', `$.values.${key}`, `There is no flag ${key}.`)];
    return brokenFlag(`$.values.${key}`, value, definition.attributes ?? {});
  });
}

type Attributes = Readonly<Record<string, { readonly constraints?: Constraints }>>;

function brokenFlag(path: string, value: FlagValue, attributes: Attributes): InvalidConfigurationDetail[] {
  const variants = value._variants;
  if (!variants) return brokenAttributes(path, attributesIn(value), attributes, value.enabled === true);
  const at = (index: number) => `${path}._variants[${index}]`;
  const last = variants.length - 1;
  return variants.flatMap(({ rule, enabled, attributeValues = {} }, index) => {
    const found = brokenAttributes(at(index), attributeValues, attributes, enabled);
    if (index < last && rule === undefined) {
      found.push(problem('_variants', at(index), 'The default variant must be the last one.'));
    }
    if (index === last && rule !== undefined) {
      found.push(problem('_variants', at(index), 'The last variant must be the default one, without a rule.'));
    }
    return found;
  });
}

function brokenAttributes(
  path: string,
  values: Readonly<Record<string, unknown>>,
  attributes: Attributes,
  isEnabled: boolean,
): InvalidConfigurationDetail[] {
  const found = Object.entries(values).flatMap(([key, value]) => {
    const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (!attribute) return [problem('attributes', `${path}.${key}`, `There is no attribute ${key}.`, value)];
    return attribute.constraints ? brokenConstraints(`${path}.${key}`, value, attribute.constraints) : [];
  });
  if (!isEnabled) return found;
  const missing = Object.entries(attributes).filter(
    ([key, { constraints }]) => constraints?.required === true && !Object.hasOwn(values, key),
  );
  return [
    ...found,
    ...missing.map(([key]) => problem('required', `${path}.${key}`, `The attribute ${key} is required.`)),
  ];
}

function brokenConstraints(path: string, value: unknown, constraints: Constraints): InvalidConfigurationDetail[] {
  const { type, minimum, maximum, pattern, elements } = constraints;
  const kind = Array.isArray(value) ? 'array' : typeof value;
  if (kind !== type) return [problem('type', path, `The value must be of type ${type}.`, value)];
  if (Array.isArray(value)) {
    return elements ? value.flatMap((each, index) => brokenConstraints(`${path}[${index}]`, each, elements)) : [];
  }
  if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) {
      return [problem('minimum', path, `The value must be at least ${minimum}.`, value)];
    }
    if (maximum !== undefined && value > maximum) {
      return [problem('maximum', path, `The value must be at most ${maximum}.`, value)];
    }
  }
  if (typeof value === 'string') {
    if (pattern !== undefined && !matches(pattern, value)) {
      return [problem('pattern', path, `The value must match the pattern ${pattern}.`, value)];
    }
    if (constraints.enum && !constraints.enum.map(String).includes(value)) {
      return [problem('enum', path, `The value must be one of ${constraints.enum.join(', ')}.`, value)];
    }
  }
  return [];
}

/** A pattern that is none lets nothing through. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return false;
  }
}

const problem = (
  Constraint: string,
  Location: string,
  Reason: string,
  value?: unknown,
): InvalidConfigurationDetail => ({
  Constraint,
  Location,
  Reason,
  Type: 'JSON_SCHEMA',
  ...(value !== undefined && { Value: JSON.stringify(value) }),
});
