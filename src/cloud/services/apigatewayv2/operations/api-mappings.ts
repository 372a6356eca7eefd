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
  const twin = childrenOf(state.apiMappings, domain).find((other) => other.ApiMappingKey === ApiMappingKey);
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
) => findApiMapping(state, findMappedDomain(state, DomainName, context), ApiMappingId);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings.html#GetApiMappings */
export const getApiMappings: Operation<Given<GetApiMappingsRequest>, GetApiMappingsResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input.DomainName, context);
  return listPage(childrenOf(state.apiMappings, domain), input, ({ ApiMappingId }) => ApiMappingId);
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
export const deleteApiMapping: Operation<Given<DeleteApiMappingRequest>, Record<string, never>, HttpApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input.DomainName, context);
  findApiMapping(state, domain, input.ApiMappingId);
  state.apiMappings.delete(childKey(domain, input.ApiMappingId));
  publishDomain(state, domain, context);
  return {};
};
