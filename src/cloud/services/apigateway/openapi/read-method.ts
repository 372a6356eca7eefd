import type { Integration, Method, MethodResponse } from '@aws-sdk/client-api-gateway';
import { isStructure, type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import { badRequest } from '../errors.ts';
import { integrationProblem } from './integration-problem.ts';
import type { ReadContext } from './read-context.ts';
import { readIntegration } from './read-integration.ts';
import type { ModelReader } from './read-models.ts';
import { readParameters, requestSchemas, responseSchemas } from './read-parameters.ts';
import { guardOf, type Scheme } from './read-security.ts';
import { present } from './read-values.ts';

export interface MethodContext extends ReadContext {
  readonly models: ModelReader;
  readonly schemes: ReadonlyMap<string, Scheme>;
  /** Ids of the definition's validators by name. */
  readonly validators: ReadonlyMap<string, string>;
}

/** Where a method is in its definition. */
interface Place {
  readonly path: string;
  readonly verb: string;
  readonly member: string;
  readonly item: Structure;
  readonly operation: Structure;
}

/** An operation with its parameters, models, responses, guard and integration, as PutMethod and its like would make it. */
export function readMethod(context: MethodContext, place: Place): Method {
  const { verb, member, path, item, operation } = place;
  const at = `paths.'${path}'(${member})`;
  const parameters = readParameters(context, at, item, operation);
  const schemas = requestSchemas(context, operation, parameters.body);
  const requestModels = modelsOf(context, schemas, verb, `body of method '${verb} ${path}'`);
  const responses = responsesOf(context, place, at);
  const integration = integrationOf(context, place, responses);
  const validator = validatorOf(context, operation);
  const problem =
    parameters.problem ?? (validator === null ? 'Invalid Request Validator identifier specified' : undefined);
  if (problem) {
    context.findings.errors.push(`Unable to put method '${verb}' on resource at path '${path}': ${problem}`);
  }
  return present({
    httpMethod: verb,
    ...guardOf(operation, context.schemes),
    requestValidatorId: validator ?? undefined,
    operationName: textOf(operation.operationId),
    requestParameters: unlessEmpty(parameters.requestParameters),
    requestModels: unlessEmpty(requestModels),
    methodResponses: unlessEmpty(responses),
    methodIntegration: integration,
  });
}

const unlessEmpty = <T extends object>(record: T): T | undefined =>
  Object.keys(record).length > 0 ? record : undefined;

function modelsOf(
  { models }: MethodContext,
  schemas: readonly (readonly [string, unknown])[],
  verb: string,
  where: string,
): Record<string, string> {
  const named = schemas.flatMap(([type, schema]) => {
    const name = models.nameOf(schema, `Invalid format for model ${type} for method ${verb}`, where);
    return name === undefined ? [] : [[type, name] as const];
  });
  return Object.fromEntries(named);
}

/** By status; `default` means nothing to API Gateway. */
function responsesOf(context: MethodContext, place: Place, at: string): Record<string, MethodResponse> {
  const { operation, verb, path } = place;
  const entries = Object.entries(structureOf(operation.responses)).flatMap(([statusCode, value]) => {
    if (!/^[1-5]\d\d$/.test(statusCode)) return [];
    const resolved = context.references.follow(value);
    if ('missing' in resolved) {
      context.findings.warnings.push(`Parse issue: attribute ${at}.responses.${resolved.missing} is missing`);
      return [];
    }
    const headers = Object.keys(structureOf(resolved.found.headers));
    const responseParameters = Object.fromEntries(
      headers.map((name) => [`method.response.header.${name}`, false] as const),
    );
    const schemas = responseSchemas(context, operation, resolved.found);
    const responseModels = modelsOf(context, schemas, verb, `${statusCode} response to method '${verb} ${path}'`);
    const response: MethodResponse = present({
      statusCode,
      responseParameters: unlessEmpty(responseParameters),
      responseModels: unlessEmpty(responseModels),
    });
    return [[statusCode, response] as const];
  });
  return Object.fromEntries(entries);
}

const integrationMember = 'x-amazon-apigateway-integration';

function integrationOf(
  context: MethodContext,
  { operation, path, verb }: Place,
  responses: Readonly<Record<string, MethodResponse>>,
): Integration | undefined {
  const value = operation[integrationMember];
  if (value === undefined || value === null) return undefined;
  const resolved = context.references.follow(value);
  if (!isStructure(value) || 'missing' in resolved) {
    throw badRequest(`Unable to parse API definition because of a malformed integration at path ${path}.`);
  }
  const integration = readIntegration(resolved.found);
  const problem = integrationProblem(integration);
  if (problem) {
    context.findings.errors.push(`Unable to put integration on '${verb}' for resource at path '${path}': ${problem}`);
  }
  const unknown = responseProblem(integration, responses);
  if (unknown) {
    const mapping = `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${unknown}]`;
    context.findings.errors.push(
      `Unable to put integration response on '${verb}' for resource at path '${path}': ${mapping}`,
    );
  }
  return integration;
}

/** What an integration maps to has to be there in the method; proxies map nothing. */
function responseProblem(
  { type, integrationResponses = {} }: Integration,
  responses: Readonly<Record<string, MethodResponse>>,
): string | undefined {
  if (type === 'AWS_PROXY' || type === 'HTTP_PROXY') return undefined;
  for (const [statusCode, { responseParameters = {} }] of Object.entries(integrationResponses)) {
    const response = Object.hasOwn(responses, statusCode) ? responses[statusCode] : undefined;
    if (!response) return 'No method response exists for method.';
    const unknown = Object.keys(responseParameters).find(
      (name) => !Object.hasOwn(response.responseParameters ?? {}, name),
    );
    if (unknown !== undefined) return `Invalid mapping expression parameter specified: ${unknown}`;
  }
  return undefined;
}

/** The method's own validator or that of all methods; null where it names one that is not there. */
function validatorOf({ document, validators }: MethodContext, operation: Structure): string | undefined | null {
  const name = operation['x-amazon-apigateway-request-validator'] ?? document['x-amazon-apigateway-request-validator'];
  if (typeof name !== 'string') return undefined;
  return validators.get(name) ?? null;
}
