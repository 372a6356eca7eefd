import type {
  CreateResourceRequest,
  DeleteResourceRequest,
  GetResourceRequest,
  GetResourcesRequest,
  Resource,
  Resources,
  UpdateResourceRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findResource } from '../lookup.ts';
import { resourceTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { childKey, childrenOf, type ResourceRecord, type RestApiState } from '../state.ts';
import { assertFreePath, assertPathPart } from '../validation/path-part.ts';
import { toldMethod } from './told-method.ts';

/** A resource as it is answered: what its methods are is told to who asks for it by `embed=methods`. */
function describeResource(resource: ResourceRecord, embed: readonly string[] | undefined): Resource {
  const { resourceMethods = {}, ...rest } = resource;
  if (Object.keys(resourceMethods).length === 0) return rest;
  const isWhole = embed?.includes('methods');
  const shown = Object.entries(resourceMethods)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, method]) => [name, isWhole ? toldMethod(method) : {}] as const);
  return { ...rest, resourceMethods: Object.fromEntries(shown) };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html */
export const createResource: Operation<Given<CreateResourceRequest>, Resource, RestApiState> = (
  state,
  { restApiId, parentId, pathPart },
  context,
) => {
  findApi(state, restApiId, context);
  const parent = findResource(state, { restApiId, resourceId: parentId });
  assertPathPart(pathPart);
  assertFreePath(state, restApiId, { parentId, pathPart });
  const resource: ResourceRecord = {
    id: context.random.text(6),
    parentId,
    pathPart,
    path: pathBelow(parent, pathPart),
  };
  state.resources.set(childKey(restApiId, resource.id), resource);
  touchApi(state, restApiId);
  return resource;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html */
export const getResource: Operation<Given<GetResourceRequest>, Resource, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  return describeResource(findResource(state, input), input.embed);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html */
export const getResources: Operation<Given<GetResourcesRequest>, Resources, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  const page = listPage(childrenOf(state.resources, input.restApiId), input, ({ id }) => id);
  return { ...page, items: page.items.map((resource) => describeResource(resource, input.embed)) };
};

const pathBelow = (parent: ResourceRecord, pathPart: string): string =>
  `${parent.path === '/' ? '' : parent.path}/${pathPart}`;

/** Renames it, or puts it below another; all that is below it goes along. https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateResource.html */
export const updateResource: Operation<Given<UpdateResourceRequest>, Resource, RestApiState> = (
  state,
  { restApiId, resourceId, patchOperations = [] },
  context,
) => {
  findApi(state, restApiId, context);
  const resource = findResource(state, { restApiId, resourceId });
  const patched = applyPatch(resource, patchOperations, resourceTable);
  const [first] = patchOperations;
  if (resource.parentId === undefined && first) {
    throw badRequest(`Root resource cannot update its ${first.path?.slice(1)}.`);
  }
  const { parentId = '', pathPart = '' } = patched;
  if (resource.parentId === undefined) return describeResource(resource, undefined);
  const parent = findResource(state, { restApiId, resourceId: parentId });
  if (parent.id === resourceId || parent.path.startsWith(`${resource.path}/`)) {
    throw badRequest('Resources cannot be cyclical.');
  }
  assertPathPart(pathPart);
  assertFreePath(state, restApiId, { id: resourceId, parentId, pathPart });
  const path = pathBelow(parent, pathPart);
  for (const below of childrenOf(state.resources, restApiId)) {
    if (!below.path.startsWith(`${resource.path}/`)) continue;
    state.resources.set(childKey(restApiId, below.id), {
      ...below,
      path: path + below.path.slice(resource.path.length),
    });
  }
  const moved = { ...patched, path };
  state.resources.set(childKey(restApiId, resourceId), moved);
  touchApi(state, restApiId);
  return describeResource(moved, undefined);
};

/** With all resources below it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteResource.html */
export const deleteResource: Operation<Given<DeleteResourceRequest>, object, RestApiState> = (
  state,
  { restApiId, resourceId },
  context,
) => {
  findApi(state, restApiId, context);
  const resource = findResource(state, { restApiId, resourceId });
  if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted');
  for (const { id, path } of childrenOf(state.resources, restApiId)) {
    if (id === resourceId || path.startsWith(`${resource.path}/`)) state.resources.delete(childKey(restApiId, id));
  }
  touchApi(state, restApiId);
  return {};
};
