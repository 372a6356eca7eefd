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
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { given } from '../changes.ts';
import { badRequest, conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findApiMapping, findDomainName } from '../lookup.ts';
import { publishDomain } from '../publish-domain.ts';
import { type ApiMappingRecord, childKey, childrenOf, type HttpApiState } from '../state.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings.html#CreateApiMapping */
export const createApiMapping: Operation<Given<CreateApiMappingRequest>, CreateApiMappingResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { DomainName } = findDomainName(state, input.DomainName);
  const { ApiId, Stage, ApiMappingKey = '' } = input;
  const mapping: ApiMappingRecord = { ApiId, ApiMappingId: context.random.text(6), ApiMappingKey, Stage };
  return keep(state, DomainName, mapping, context);
};

/** Where a key may be written with `/` between its segments. */
const mappingKey = /^(?:[\w$\-.+!*'(),]+(?:\/[\w$\-.+!*'(),]+)*)?$/;

function keep(state: HttpApiState, domain: string, mapping: ApiMappingRecord, context: Context): ApiMappingRecord {
  const { ApiId, ApiMappingId, ApiMappingKey, Stage } = mapping;
  findApi(state, ApiId, context);
  if (!mappingKey.test(ApiMappingKey)) {
    throw badRequest("An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),");
  }
  if (!state.stages.has(childKey(ApiId, Stage))) throw badRequest('Invalid stage identifier specified');
  const twin = childrenOf(state.apiMappings, domain).find((other) => other.ApiMappingKey === ApiMappingKey);
  if (twin && twin.ApiMappingId !== ApiMappingId) {
    throw conflict('ApiMapping key already exists for this domain name');
  }
  state.apiMappings.set(childKey(domain, ApiMappingId), mapping);
  publishDomain(state, domain, context);
  return mapping;
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html#GetApiMapping */
export const getApiMapping: Operation<Given<GetApiMappingRequest>, GetApiMappingResponse, HttpApiState> = (
  state,
  { DomainName, ApiMappingId },
) => findApiMapping(state, findDomainName(state, DomainName).DomainName, ApiMappingId);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings.html#GetApiMappings */
export const getApiMappings: Operation<Given<GetApiMappingsRequest>, GetApiMappingsResponse, HttpApiState> = (
  state,
  input,
) => {
  const { DomainName } = findDomainName(state, input.DomainName);
  return listPage(childrenOf(state.apiMappings, DomainName), input, ({ ApiMappingId }) => ApiMappingId);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html#UpdateApiMapping */
export const updateApiMapping: Operation<Given<UpdateApiMappingRequest>, UpdateApiMappingResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { DomainName: name, ApiMappingId, ...changes } = input;
  const { DomainName } = findDomainName(state, name);
  const mapping = { ...findApiMapping(state, DomainName, ApiMappingId), ...given(changes) };
  return keep(state, DomainName, mapping, context);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings-apimappingid.html#DeleteApiMapping */
export const deleteApiMapping: Operation<Given<DeleteApiMappingRequest>, Record<string, never>, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { DomainName } = findDomainName(state, input.DomainName);
  findApiMapping(state, DomainName, input.ApiMappingId);
  state.apiMappings.delete(childKey(DomainName, input.ApiMappingId));
  publishDomain(state, DomainName, context);
  return {};
};
