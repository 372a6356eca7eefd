import type {
  EndpointConfiguration,
  EndpointType,
  ImportRestApiRequest,
  PutRestApiRequest,
  RestApi,
} from '@aws-sdk/client-api-gateway';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { thisSecond } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { findApi } from '../lookup.ts';
import type { DefinedSettings } from '../openapi/definition.ts';
import { Findings, told } from '../openapi/findings.ts';
import { importOptions } from '../openapi/import-options.ts';
import { idsOf, planResources } from '../openapi/import-plan.ts';
import { readDefinition } from '../openapi/read-definition.ts';
import { writeRecords } from '../openapi/write-records.ts';
import type { RestApiRecord, RestApiState } from '../state.ts';
import { describeApi } from './rest-apis.ts';

const endpointTypes: readonly string[] = ['EDGE', 'REGIONAL', 'PRIVATE'] satisfies EndpointType[];

/** Makes an API of an OpenAPI definition; https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html */
export const importRestApi: Operation<Given<ImportRestApiRequest>, RestApi, RestApiState> = (state, input, context) => {
  const api: RestApiRecord = {
    ...unsetSettings,
    endpointConfiguration: endpointOf(input.parameters?.endpointConfigurationTypes),
    id: context.random.text(10),
    name: '',
    rootResourceId: context.random.text(10),
    createdDate: thisSecond(context),
    revision: 0,
  };
  return putDefinition(state, api, { ...input, mode: 'overwrite' }, context);
};

/** Updates an API by an OpenAPI definition; https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html */
export const putRestApi: Operation<Given<PutRestApiRequest>, RestApi, RestApiState> = (state, input, context) => {
  const api = findApi(state, input.restApiId, context);
  const { mode = 'merge' } = input;
  if (mode !== 'merge' && mode !== 'overwrite') throw badRequest(`Invalid mode specified: ${mode}`);
  return putDefinition(state, api, { ...input, mode }, context);
};

/** All that an overwriting definition does not mention is as it would be in a new API. */
const unsetSettings = { apiKeySource: 'HEADER', disableExecuteApiEndpoint: false } as const;

function putDefinition(
  state: RestApiState,
  api: RestApiRecord,
  input: Omit<Given<PutRestApiRequest>, 'restApiId'> & { readonly mode: 'merge' | 'overwrite' },
  { random }: Pick<Context, 'random'>,
): RestApi {
  const { mode, body, parameters, failOnWarnings } = input;
  const findings = new Findings();
  const text = new TextDecoder().decode(body);
  const definition = readDefinition(text, importOptions(parameters), idsOf(state, api.id, random), findings);
  const existing = { apiId: api.id, rootResourceId: api.rootResourceId, mode };
  const resources = planResources(state, existing, definition, { random, findings });
  findings.assertNone({ failOnWarnings });
  writeRecords(state, api.id, mode, definition, resources);
  const { warnings } = findings;
  const changed = { ...withSettings(api, mode, definition.settings), revision: api.revision + 1 };
  state.restApis.set(api.id, changed);
  return { ...describeApi(changed), ...(warnings.length > 0 && { warnings: told(warnings) }) };
}

function withSettings(
  api: RestApiRecord,
  mode: 'merge' | 'overwrite',
  { vpcEndpointIds, tags, ...settings }: DefinedSettings,
): RestApiRecord {
  const {
    description: _,
    version: __,
    binaryMediaTypes: ___,
    policy: ____,
    minimumCompressionSize: _____,
    ...rest
  } = api;
  const kept = mode === 'merge' ? api : { ...rest, ...unsetSettings };
  const allTags = { ...api.tags, ...tags };
  return {
    ...kept,
    ...given(settings),
    ...(vpcEndpointIds && {
      endpointConfiguration: { ...api.endpointConfiguration, vpcEndpointIds: [...vpcEndpointIds] },
    }),
    ...(Object.keys(allTags).length > 0 && { tags: allTags }),
  };
}

function endpointOf(type = 'EDGE'): EndpointConfiguration {
  if (!endpointTypes.includes(type)) throw badRequest(`Invalid endpoint configuration type specified: ${type}`);
  return { types: [type as EndpointType], ipAddressType: type === 'PRIVATE' ? 'dualstack' : 'ipv4' };
}
