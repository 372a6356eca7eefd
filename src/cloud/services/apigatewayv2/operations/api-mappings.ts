import type {
  CreateApiMappingRequest,
  CreateApiMappingResponse,
  DeleteApiMappingRequest,
  GetApiMappingRequest,
  GetApiMappingResponse,
  GetApiMappingsRequest,
  GetApiMappingsResponse,
  UpdateApiMappingRequest,
  UpdateApiMappingResponse,
} from '@aws-sdk/client-apigatewayv2';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest, conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findApiMapping, findMappedDomain } from '../lookup.ts';
import { publishDomain } from '../publish-domain.ts';
import { type ApiMappingRecord, childKey, childrenOf, type HttpApiState } from '../state.ts';
import { mappingsOfRestApis } from './rest-api-domains.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings.html#CreateApiMapping */
export const createApiMapping: Operation<
  Given<CreateApiMappingRequest>,
  CreateApiMappingResponse,
  HttpApiState
> = async (state, input, context) => {
  const domain = findMappedDomain(state, input.DomainName, context);
  const { ApiId, Stage, ApiMappingKey = '' } = input;
  const mapping: ApiMappingRecord = { ApiId, ApiMappingId: context.random.text(6), ApiMappingKey, Stage };
  return keep(state, domain, mapping, context);
};

/** Where a key may be written with `/` between its segments. */
const mappingKey = /^(?:[\w$\-.+!*'(),]+(?:\/[\w$\-.+!*'(),]+)*)?$/;

async function keep(
  state: HttpApiState,
  domain: string,
  mapping: ApiMappingRecord,
  context: Context,
): Promise<ApiMappingRecord> {
  const { ApiMappingId, ApiMappingKey } = mapping;
  await assertStage(state, mapping, context);
  if (!mappingKey.test(ApiMappingKey)) {
    throw badRequest("An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),");
  }
  const all = [...childrenOf(state.apiMappings, domain), ...mappingsOfRestApis(domain, context)];
  const twin = all.find((other) => other.ApiMappingKey === ApiMappingKey);
  if (twin && twin.ApiMappingId !== ApiMappingId) {
    throw conflict('ApiMapping key already exists for this domain name');
  }
  state.apiMappings.set(childKey(domain, ApiMappingId), mapping);
  publishDomain(state, domain, context);
  return mapping;
}

/** REST APIs are mapped here as well, which alone gives them keys of several segments. */
async function assertStage(state: HttpApiState, { ApiId, Stage }: ApiMappingRecord, context: Context): Promise<void> {
  const invalidStage = () => badRequest('Invalid stage identifier specified');
  if (state.apis.has(ApiId)) {
    if (!state.stages.has(childKey(ApiId, Stage))) throw invalidStage();
    return;
  }
  const isThere = (operation: string, input: object) =>
    context.call('apigateway', operation, input).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AwsError && error.code === 'NotFoundException') return false;
        throw error;
      },
    );
  if (!(await isThere('GetRestApi', { restApiId: ApiId }))) findApi(state, ApiId, context);
  if (!(await isThere('GetStage', { restApiId: ApiId, stageName: Stage }))) throw invalidStage();
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html#GetApiMapping */
export const getApiMapping: Operation<Given<GetApiMappingRequest>, GetApiMappingResponse, HttpApiState> = (
  state,
  { DomainName, ApiMappingId },
  context,
) => {
  const domain = findMappedDomain(state, DomainName, context);
  return mappingElsewhere(domain, ApiMappingId, context) ?? findApiMapping(state, domain, ApiMappingId);
};

/** One that was made by the API of REST APIs. */
const mappingElsewhere = (domain: string, id: string, context: Context): ApiMappingRecord | undefined =>
  mappingsOfRestApis(domain, context).find(({ ApiMappingId }) => ApiMappingId === id);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings.html#GetApiMappings */
export const getApiMappings: Operation<Given<GetApiMappingsRequest>, GetApiMappingsResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input.DomainName, context);
  const mappings = [...childrenOf(state.apiMappings, domain), ...mappingsOfRestApis(domain, context)];
  return listPage(mappings, input, ({ ApiMappingId }) => ApiMappingId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html#UpdateApiMapping */
export const updateApiMapping: Operation<
  Given<UpdateApiMappingRequest>,
  UpdateApiMappingResponse,
  HttpApiState
> = async (state, input, context) => {
  const { DomainName: name, ApiMappingId, ...changes } = input;
  const domain = findMappedDomain(state, name, context);
  return keep(state, domain, { ...findApiMapping(state, domain, ApiMappingId), ...given(changes) }, context);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html#DeleteApiMapping */
export const deleteApiMapping: Operation<Given<DeleteApiMappingRequest>, Record<string, never>, HttpApiState> = async (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input.DomainName, context);
  const elsewhere = mappingElsewhere(domain, input.ApiMappingId, context);
  if (elsewhere) {
    const basePath = elsewhere.ApiMappingKey || '(none)';
    await context.call('apigateway', 'DeleteBasePathMapping', { domainName: domain, basePath });
    return {};
  }
  findApiMapping(state, domain, input.ApiMappingId);
  state.apiMappings.delete(childKey(domain, input.ApiMappingId));
  publishDomain(state, domain, context);
  return {};
};
