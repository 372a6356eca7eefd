import { InvalidAttributeType, InvalidDocument, SamError } from '../language/errors.ts';
import { isIntrinsic } from '../language/intrinsics.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { copyMap, markedKeys, orderOf, setMade } from '../language/legacy/ordered-map.ts';
import { pythonRepresentation, pythonText } from '../language/python-text.ts';
import { copyOf, type Fields, has, isMap, isTruthy } from '../language/values.ts';
import { propertiesOf, type SamEntry, samEntries } from '../parse.ts';
import type { Plugin } from '../plugins/plugin.ts';
import { globalProperties } from './global-properties.ts';

class InvalidGlobals extends SamError {
  constructor(problem: string) {
    super(`'Globals' section is invalid. ${problem}`);
  }
}

const prefix = 'AWS::Serverless::';

/**
 * The section `Globals`: each resource inherits what its type may.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export const globals: Plugin = {
  beforeTemplate(template) {
    try {
      const sections = has(template, 'Globals') ? readSections(template.Globals) : {};
      for (const [logicalId, entry] of samEntries(template)) {
        const own = propertiesOf(entry);
        const section = sections[entry.Type.slice(prefix.length)];
        if (section) entry.Properties = merged(inherited(section, logicalId, entry), own, entry.Type);
      }
    } catch (error) {
      throw error instanceof SamError ? new InvalidDocument([error]) : error;
    }
    delete template.Globals;
    fixOpenApiVersions(template);
  },
};

function readSections(given: unknown): Readonly<Record<string, Fields>> {
  if (!isMap(given)) throw new InvalidGlobals('It must be a non-empty dictionary');
  for (const [name, properties] of Object.entries(given)) {
    const supported = has(globalProperties as Fields, name) ? globalProperties[name] : undefined;
    if (!supported) {
      const names = pythonRepresentation(Object.keys(globalProperties).sort());
      throw new InvalidGlobals(`'${name}' is not supported. Must be one of the following values - ${names}`);
    }
    // The dollar sign stands in AWS's text.
    if (!isMap(properties)) throw new InvalidGlobals('Value of ${section} must be a dictionary');
    const unknown = Object.keys(properties).find((key) => !supported.includes(key));
    if (unknown !== undefined) {
      const names = pythonRepresentation(supported);
      throw new InvalidGlobals(
        `'${unknown}' is not a supported property of '${name}'. Must be one of the following values - ${names}`,
      );
    }
  }
  return given as Readonly<Record<string, Fields>>;
}

/** A resource may leave out some of the section by `IgnoreGlobals`, or all of it. */
function inherited(section: Fields, logicalId: string, { IgnoreGlobals }: SamEntry): Fields {
  if (!isTruthy(IgnoreGlobals)) return section;
  if (IgnoreGlobals === '*') return {};
  const complaint = `Resource ${logicalId} has invalid resource attribute 'IgnoreGlobals'`;
  if (!Array.isArray(IgnoreGlobals)) {
    throw new InvalidAttributeType(logicalId, 'IgnoreGlobals', undefined, `${complaint}.`);
  }
  const rest = copyOf(section);
  for (const key of IgnoreGlobals) {
    if (!has(rest, String(key))) {
      const problem = `${complaint} on item '${pythonText(key)}'.`;
      throw new InvalidAttributeType(logicalId, 'IgnoreGlobals', undefined, problem);
    }
    delete rest[String(key)];
  }
  return rest;
}

/** Lists of the section come first, maps are merged member by member, and of all else the resource's own is taken. */
function merged(global: unknown, local: unknown, path: string): unknown {
  // The one list that takes the place of the section's.
  if (path === `${prefix}Function.Architectures`) return local;
  if (Array.isArray(global) && Array.isArray(local)) return [...global, ...local];
  if (!isPlainMap(global) || !isPlainMap(local)) return local;
  const result = copyMap(global);
  for (const key of orderOf(result) ? markedKeys(local) : Object.keys(local)) {
    const name = textOf(key);
    result[key] = has(global, name) ? merged(global[name], local[name], `${path}.${name}`) : local[name];
  }
  return result;
}

const isPlainMap = (value: unknown): value is Fields => isMap(value) && !isIntrinsic(value);

/** An API whose definition the transform writes is told its version only now, when it may have come from the section. */
function fixOpenApiVersions(template: Fields): void {
  for (const [, entry] of samEntries(template, [`${prefix}Api`])) {
    const properties = propertiesOf(entry);
    const { OpenApiVersion: version, DefinitionBody: body } = properties;
    if (!has(properties, '__MANAGE_SWAGGER') || !isVersion3(version)) continue;
    if (typeof version !== 'string') properties.OpenApiVersion = made(pythonText(version));
    if (!isMap(body)) continue;
    setMade(body, 'openapi', properties.OpenApiVersion);
    if (isTruthy(body.swagger)) delete body.swagger;
  }
}

const isVersion3 = (version: unknown): boolean => /^3(\.\d)(\.\d)?$/.test(pythonText(version));
