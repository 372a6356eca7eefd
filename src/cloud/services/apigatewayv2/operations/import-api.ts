import type {
  ImportApiRequest,
  ImportApiResponse,
  ReimportApiRequest,
  ReimportApiResponse,
} from '@aws-sdk/client-apigatewayv2';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { defaultSelectionExpressions } from '../defaults.ts';
import { commitChange } from '../deploying.ts';
import { describeApi } from '../describe.ts';
import { badRequest } from '../errors.ts';
import { findApi } from '../lookup.ts';
import type { BasePathMode, Definition } from '../openapi/definition.ts';
import { readDefinition } from '../openapi/read-definition.ts';
import { type ApiRecord, childKey, childrenOf, type HttpApiState, type RouteRecord } from '../state.ts';

const basePathModes: readonly string[] = ['ignore', 'prepend', 'split'] satisfies BasePathMode[];

/** Makes an API of an OpenAPI definition; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html#ImportApi */
export const importApi: Operation<Given<ImportApiRequest>, ImportApiResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const definition = definitionOf(input, context);
  const api: ApiRecord = {
    ...defaultSelectionExpressions,
    IpAddressType: 'ipv4',
    ...given(definition.settings),
    ProtocolType: 'HTTP',
    Tags: { ...definition.settings.Tags },
    ApiId: context.random.text(10),
    CreatedDate: new Date(context.clock.now()),
    ApiGatewayManaged: false,
    revision: 0,
  };
  addAll(state, api.ApiId, definition);
  return describeApi(commitChange(state, api, context, notesOf(definition)), context);
};

/** Puts a definition in the place of all that the API has; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#ReimportApi */
export const reimportApi: Operation<Given<ReimportApiRequest>, ReimportApiResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const api = findApi(state, input.ApiId, context);
  const definition = withKnownIds(state, input.ApiId, definitionOf(input, context));
  for (const collection of [state.routes, state.integrations, state.authorizers]) {
    for (const child of childrenOf<object>(collection, api.ApiId)) collection.delete(childKey(api.ApiId, idOf(child)));
  }
  addAll(state, api.ApiId, definition);
  const { CorsConfiguration: _, ImportInfo: __, Warnings: ___, ...kept } = api;
  const changes = { ...given(definition.settings), ...notesOf(definition) };
  return describeApi(commitChange(state, kept, context, changes), context);
};

function definitionOf(input: Omit<Given<ReimportApiRequest>, 'ApiId'>, { random }: Context): Definition {
  const { Body, Basepath = 'ignore', FailOnWarnings } = input;
  if (!basePathModes.includes(Basepath)) {
    throw badRequest(`Invalid basepath mode: ${Basepath}. Must be one of [ignore, prepend, split]`);
  }
  const definition = readDefinition(Body, Basepath as BasePathMode, random);
  if (FailOnWarnings && definition.warnings.length > 0) {
    throw badRequest(`Warnings found during import:${definition.warnings.map((warning) => `\n\t${warning}`).join('')}`);
  }
  return definition;
}

function addAll(state: HttpApiState, apiId: string, { authorizers, integrations, routes }: Definition): void {
  for (const each of authorizers) state.authorizers.set(childKey(apiId, each.AuthorizerId), each);
  for (const each of integrations) state.integrations.set(childKey(apiId, each.IntegrationId), each);
  for (const each of routes) state.routes.set(childKey(apiId, each.RouteId), each);
}

/** Routes that were there already keep their ids: stages and people know them. */
function withKnownIds(state: HttpApiState, apiId: string, definition: Definition): Definition {
  const known = new Map(childrenOf(state.routes, apiId).map(({ RouteKey, RouteId }) => [RouteKey, RouteId]));
  const routes = definition.routes.map(
    (route): RouteRecord => ({ ...route, RouteId: known.get(route.RouteKey) ?? route.RouteId }),
  );
  return { ...definition, routes };
}

const idOf = (child: { RouteId?: string; IntegrationId?: string; AuthorizerId?: string }): string =>
  child.RouteId ?? child.IntegrationId ?? child.AuthorizerId ?? '';

/** What the import has to say; GetApi tells it again. */
const notesOf = ({ info, warnings }: Definition) => ({
  ...(info.length > 0 && { ImportInfo: [...info] }),
  ...(warnings.length > 0 && { Warnings: [...warnings] }),
});
