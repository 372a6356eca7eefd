import type {
  BasePathMapping,
  BasePathMappings,
  CreateBasePathMappingRequest,
  DeleteBasePathMappingRequest,
  GetBasePathMappingRequest,
  GetBasePathMappingsRequest,
  UpdateBasePathMappingRequest,
} from '@aws-sdk/client-api-gateway';
import { hasDomain, publishMappings } from '../../../gateway/custom-domains/custom-domains.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import { nullOrEmpty } from '../patch/patch-values.ts';
import {
  type BasePathMappingRecord,
  childKey,
  childrenOf,
  domainKey,
  type RestApiState,
  serviceName,
} from '../state.ts';
import { findDomainName } from './find-domain-name.ts';
import { mappingsOfHttpApis, none } from './http-api-domains.ts';

interface DomainInput {
  readonly domainName: string;
  readonly domainNameId?: string | undefined;
}

/** The key of a domain that takes mappings, also of one that was made by the API of HTTP APIs; or NotFoundException. */
function findMappedDomain(state: RestApiState, input: DomainInput, context: Context): string {
  const name = input.domainName.toLowerCase();
  const isElsewhere = input.domainNameId === undefined && !state.domainNames.has(name);
  if (isElsewhere && hasDomain(context.kernel.world, name, context) && !isPrivateAlone(state, name)) return name;
  return domainKey(findDomainName(state, input));
}

const isPrivateAlone = (state: RestApiState, name: string): boolean =>
  [...state.domainNames.values()].some(({ domainName }) => domainName === name);

const findMapping = (state: RestApiState, domain: string, basePath: string): BasePathMappingRecord =>
  state.basePathMappings.get(childKey(domain, basePath || none)) ??
  raise(notFound('Invalid base path mapping identifier specified'));

/** One segment: longer keys are for the mappings of the API of HTTP APIs. */
const basePathText = /^[\w$\-.+!*'(),]+$/;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateBasePathMapping.html */
export const createBasePathMapping: Operation<Given<CreateBasePathMappingRequest>, BasePathMapping, RestApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input, context);
  const { restApiId, basePath, stage } = input;
  const mapping: BasePathMappingRecord = {
    id: context.random.text(6),
    basePath: basePath || none,
    restApiId,
    ...(stage && stage !== none && { stage }),
  };
  assertMapping(state, mapping, context);
  if (isTaken(state, domain, mapping, context)) throw basePathTaken();
  state.basePathMappings.set(childKey(domain, mapping.basePath), mapping);
  publish(state, domain, context);
  return mapping;
};

/** By whichever API. */
const isTaken = (state: RestApiState, domain: string, { basePath }: BasePathMappingRecord, context: Context): boolean =>
  state.basePathMappings.has(childKey(domain, basePath)) ||
  mappingsOfHttpApis(domain, context).some((other) => other.basePath === basePath);

const basePathTaken = () => conflict('Base path already exists for this domain name');

function assertMapping(state: RestApiState, mapping: BasePathMappingRecord, { account }: Context): void {
  const { restApiId = '', stage, basePath } = mapping;
  if (!basePathText.test(basePath)) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  }
  if (!state.restApis.has(restApiId)) throw badRequest(`Invalid REST API identifier specified ${account}:${restApiId}`);
  if (stage !== undefined && !state.stages.has(childKey(restApiId, stage))) {
    throw badRequest('Invalid stage identifier specified');
  }
}

/** Tells the data plane what the domain maps by this service; every change of its mappings ends here. */
function publish(state: RestApiState, domain: string, { kernel }: Context): void {
  const mappings = childrenOf(state.basePathMappings, domain).map(({ id, basePath, restApiId = '', stage = '' }) => ({
    id,
    key: basePath === none ? '' : basePath,
    apiId: restApiId,
    stage,
  }));
  publishMappings(kernel.world, domain.split('+')[0] ?? domain, serviceName, mappings);
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetBasePathMapping.html */
export const getBasePathMapping: Operation<Given<GetBasePathMappingRequest>, BasePathMapping, RestApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input, context);
  return (
    mappingElsewhere(state, { domain, basePath: input.basePath }, context) ?? findMapping(state, domain, input.basePath)
  );
};

/** One that the API of HTTP APIs made, where this one has none at that path. */
const mappingElsewhere = (
  state: RestApiState,
  { domain, basePath }: { readonly domain: string; readonly basePath: string },
  context: Context,
) =>
  state.basePathMappings.has(childKey(domain, basePath || none))
    ? undefined
    : mappingsOfHttpApis(domain, context).find((mapping) => mapping.basePath === (basePath || none));

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetBasePathMappings.html */
export const getBasePathMappings: Operation<Given<GetBasePathMappingsRequest>, BasePathMappings, RestApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input, context);
  const own = childrenOf(state.basePathMappings, domain);
  const mappings = [...own, ...mappingsOfHttpApis(domain, context)].sort((one, other) =>
    one.basePath < other.basePath ? -1 : 1,
  );
  return listPage(mappings, input, ({ basePath }) => basePath);
};

const patchPaths: readonly PatchPath[] = [
  { path: '/basePath', ops: ['replace'] },
  { path: '/restapiId', ops: ['replace'], at: () => ['restApiId'], whenEmpty: nullOrEmpty },
  { path: '/restApiId', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/stage', ops: ['replace'] },
];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateBasePathMapping.html */
export const updateBasePathMapping: Operation<Given<UpdateBasePathMappingRequest>, BasePathMapping, RestApiState> = (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input, context);
  const before = findMapping(state, domain, input.basePath);
  const { stage, ...patched } = applyPatch(before, input.patchOperations, patchPaths);
  const mapping: BasePathMappingRecord = {
    ...patched,
    basePath: patched.basePath || none,
    ...(stage && stage !== none && { stage }),
  };
  assertMapping(state, mapping, context);
  const isMoved = mapping.basePath !== before.basePath;
  if (isMoved && isTaken(state, domain, mapping, context)) throw basePathTaken();
  state.basePathMappings.delete(childKey(domain, before.basePath));
  state.basePathMappings.set(childKey(domain, mapping.basePath), mapping);
  publish(state, domain, context);
  return mapping;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteBasePathMapping.html */
export const deleteBasePathMapping: Operation<Given<DeleteBasePathMappingRequest>, object, RestApiState> = async (
  state,
  input,
  context,
) => {
  const domain = findMappedDomain(state, input, context);
  const elsewhere = mappingElsewhere(state, { domain, basePath: input.basePath }, context);
  if (elsewhere) {
    await context.call('apigatewayv2', 'DeleteApiMapping', { DomainName: domain, ApiMappingId: elsewhere.id });
    return {};
  }
  const { basePath } = findMapping(state, domain, input.basePath);
  state.basePathMappings.delete(childKey(domain, basePath));
  publish(state, domain, context);
  return {};
};
