import { templateFormatError, validationError } from '../../errors.ts';
import { transformCalls } from '../transforms/transform-calls.ts';
import { checkOutput, checkParameter, checkRule, conditionOf } from './check-declarations.ts';
import { expandLanguageExtensions, type GivenValues, usesLanguageExtensions } from './language-extensions.ts';
import { sectionEntriesMax } from './limits.ts';
import { parseTemplateText } from './parse-text.ts';
import { isRecord, type Json, type ResourceDeclaration, type Template } from './template.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const sections: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]);

/** Beside `Type` and `Properties`, the attributes of a resource; some of them are read over (README.md). */
const resourceMembers: ReadonlySet<string> = new Set([
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Description',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
  'Version',
]);

/**
 * Reads a template: text → checked structure, with its loops unrolled over the values that are given. Throws AWS's
 * `Template format error: …`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function readTemplate(text: string, given?: GivenValues): Template {
  return readParsed(parseTemplateText(text), given);
}

/** The same for a template that is parsed already. */
export function readParsed(parsed: unknown, given?: GivenValues): Template {
  return checkStructure(usesLanguageExtensions(parsed) ? expandLanguageExtensions(parsed, given) : parsed);
}

/** The same for a template that is parsed already. */
export function checkStructure(value: unknown): Template {
  if (!isRecord(value)) throw templateFormatError('unsupported structure.');
  const unknown = Object.keys(value).filter((section) => !sections.has(section));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  checkVersion(value.AWSTemplateFormatVersion);
  if (value.Hooks !== undefined) throw validationError('Squall does not emulate the Hooks section of templates.');
  const description = value.Description;
  if (description !== undefined && typeof description !== 'string') {
    throw templateFormatError('Description must be a string.');
  }
  return {
    ...(description !== undefined && { description }),
    ...(value.Metadata !== undefined && { metadata: value.Metadata }),
    transforms: transformCalls(value.Transform).map(({ name }) => name),
    parameters: section(value, 'Parameters', checkParameter),
    mappings: section(value, 'Mappings', (mapping) => mapping),
    conditions: section(value, 'Conditions', (condition) => condition),
    rules: section(value, 'Rules', checkRule),
    resources: resourcesOf(value),
    outputs: section(value, 'Outputs', checkOutput),
  };
}

/** Both are taken, and mean the same here. */
function checkVersion(version: unknown): void {
  if (version === undefined || version === '2010-09-09' || version === '2010-05-15') return;
  throw templateFormatError(`unsupported value for AWSTemplateFormatVersion.`);
}

/** The parameters that a template declares, whatever else is in it. */
export const declaredParameters = (template: Json): Template['parameters'] =>
  section(template, 'Parameters', checkParameter);

/** What can be told of a template before its macros are applied: of its resources, those that are some already. */
export function outlineOf(template: Json, transforms: readonly string[]): Template {
  const { Description, Metadata, Resources } = template;
  const resources = Object.entries(isRecord(Resources) ? Resources : {}).flatMap(([key, entry]) =>
    isRecord(entry) && typeof entry.Type === 'string'
      ? [[key, { Type: entry.Type, Properties: isRecord(entry.Properties) ? entry.Properties : {}, DependsOn: [] }]]
      : [],
  );
  return {
    ...(typeof Description === 'string' && { description: Description }),
    ...(Metadata !== undefined && { metadata: Metadata }),
    transforms,
    parameters: declaredParameters(template),
    mappings: {},
    conditions: {},
    rules: {},
    resources: Object.fromEntries(resources),
    outputs: {},
  };
}

/** The entries of a section, each checked; a section that is left out or empty has none. */
function section<T>(template: Json, name: string, check: (entry: unknown, key: string) => T): Record<string, T> {
  const entries = template[name];
  if (entries === undefined || entries === null) return {};
  if (!isRecord(entries)) throw templateFormatError(`[/${name}] ${name} must be an object.`);
  const count = Object.keys(entries).length;
  const max = (sectionEntriesMax as Readonly<Record<string, number>>)[name] ?? Number.POSITIVE_INFINITY;
  if (count > max) {
    throw templateFormatError(`Number of ${name.toLowerCase()}, ${count}, is greater than maximum allowed, ${max}`);
  }
  return Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, check(entry, key)]));
}

/** A template without resources is none, whatever else it has. */
function resourcesOf(template: Json): Record<string, ResourceDeclaration> {
  const resources = section(template, 'Resources', checkResource);
  if (Object.keys(resources).length === 0) throw templateFormatError('At least one Resources member must be defined.');
  return resources;
}

/** The form alone: whether there is such a type shows when the resource is worked on. */
function checkResource(entry: unknown, key: string): ResourceDeclaration {
  const path = `[/Resources/${key}]`;
  if (!/^[A-Za-z0-9]+$/.test(key)) throw templateFormatError(`Resource name ${key} is non alphanumeric.`);
  if (!isRecord(entry)) throw templateFormatError(`${path} Every Resources object must be an object.`);
  if (entry.Type === undefined) throw templateFormatError(`${path} Every Resources object must contain a Type member.`);
  if (typeof entry.Type !== 'string') throw templateFormatError(`${path}/Type] 'Type' must be a string.`);
  const unknown = Object.keys(entry).find((member) => !resourceMembers.has(member));
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  const properties = entry.Properties ?? {};
  if (!isRecord(properties)) throw templateFormatError(`${path} Properties must be an object.`);
  return {
    Type: entry.Type,
    Properties: properties,
    DependsOn: dependsOn(entry.DependsOn, key),
    ...conditionOf(entry, 'Resources', key),
    ...(entry.Metadata !== undefined && { Metadata: entry.Metadata }),
    ...(entry.CreationPolicy !== undefined && { CreationPolicy: entry.CreationPolicy }),
    ...(entry.DeletionPolicy !== undefined && { DeletionPolicy: entry.DeletionPolicy }),
    ...(entry.UpdateReplacePolicy !== undefined && { UpdateReplacePolicy: entry.UpdateReplacePolicy }),
    ...(entry.UpdatePolicy !== undefined && { UpdatePolicy: entry.UpdatePolicy }),
  };
}

function dependsOn(value: unknown, key: string): string[] {
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((entry) => {
    if (typeof entry === 'string') return entry;
    throw templateFormatError(`[/Resources/${key}/DependsOn] Every DependsOn value must be a string.`);
  });
}
