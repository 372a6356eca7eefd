import type { Method } from '@aws-sdk/client-api-gateway';
import { readText } from '../../../gateway/openapi/read-text.ts';
import { isStructure, type Structure, structureOf } from '../../../gateway/openapi/structure.ts';
import { badRequest } from '../errors.ts';
import { basePathOf } from './base-path.ts';
import type { Definition, Ids, ImportOptions } from './definition.ts';
import { dialectOf } from './dialect.ts';
import type { Findings } from './findings.ts';
import { FollowedReferences } from './followed-references.ts';
import type { ReadContext } from './read-context.ts';
import { readDocumentation, readGatewayResponses, readValidators } from './read-extensions.ts';
import { type MethodContext, readMethod } from './read-method.ts';
import { ModelReader } from './read-models.ts';
import { readSchemes } from './read-security.ts';
import { readSettings } from './read-settings.ts';

const verbs: ReadonlyMap<string, string> = new Map([
  ...['delete', 'get', 'head', 'options', 'patch', 'post', 'put'].map((name) => [name, name.toUpperCase()] as const),
  ['x-amazon-apigateway-any-method', 'ANY'],
]);

const invalidInput = (detail = '') => badRequest(`Invalid OpenAPI input${detail}.`);

/**
 * Reads an OpenAPI 2.0 or 3.0 definition of a REST API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 * @throws BadRequestException for what is none; what is wrong inside of it is told by `findings`
 */
export function readDefinition(text: string, options: ImportOptions, ids: Ids, findings: Findings): Definition {
  const document = readText(text, {
    tooLarge: () => badRequest('The API definition is larger than 6 MB.'),
    invalid: invalidInput,
  });
  const dialect = dialectOf(document);
  if (!dialect) throw invalidInput();
  const references = new FollowedReferences(document);
  const context: ReadContext = { document, references, dialect, ids, findings };
  const settings = readSettings(context);
  const basePath = basePathOf(context, options.basePath);
  const validators = readValidators(context);
  const schemes = readSchemes(context);
  const models = new ModelReader(context);
  const named = new Map(validators.map(({ name = '', id }) => [name, id]));
  const paths = readPaths({ ...context, models, schemes, validators: named }, basePath);
  return {
    settings,
    validators,
    authorizers: [...schemes.values()].flatMap((scheme) => (scheme.kind === 'authorizer' ? [scheme.record] : [])),
    gatewayResponses: readGatewayResponses(context),
    documentationParts: options.ignoresDocumentation ? [] : readDocumentation(context),
    paths,
    // Methods describe models in place, which are there only now.
    models: models.models,
  };
}

function readPaths(context: MethodContext, basePath: string): Map<string, ReadonlyMap<string, Method>> {
  const paths = new Map<string, ReadonlyMap<string, Method>>();
  for (const [path, value] of Object.entries(structureOf(context.document.paths))) {
    if (!path.startsWith('/')) {
      context.findings.warnings.push(`Parse issue: attribute paths. Resource ${path} should start with /`);
      continue;
    }
    if (path.length > pathCharsMax) {
      context.findings.errors.push(`Unable to create resource at path '${path.slice(0, 80)}…': Request URI too long`);
      continue;
    }
    if (!isStructure(value)) throw malformed(path);
    const item = context.references.follow(value);
    if ('missing' in item) {
      context.findings.warnings.push(`Parse issue: attribute paths.'${path}'.${item.missing} is missing`);
      continue;
    }
    paths.set(pathOf(basePath, path), readItem(context, path, item.found));
  }
  return paths;
}

/** No request reaches what is longer; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const pathCharsMax = 1600;

const malformed = (path: string) =>
  badRequest(
    `Unable to parse API definition because of a malformed definition at path ${path.slice(0, pathCharsMax)}.`,
  );

/** A slash at the end makes no resource of its own. */
const pathOf = (basePath: string, path: string): string => `${basePath}${path}`.replace(/(?<=[^/])\/$/, '') || '/';

function readItem(context: MethodContext, path: string, item: Structure): ReadonlyMap<string, Method> {
  const methods = new Map<string, Method>();
  for (const [member, operation] of Object.entries(item)) {
    const verb = verbs.get(member);
    if (verb === undefined) continue;
    if (!isStructure(operation)) throw malformed(path);
    methods.set(verb, readMethod(context, { path, verb, member, item, operation }));
  }
  return methods;
}
