import type {
  CreateResourceRequest,
  DeleteResourceRequest,
  GetResourceRequest,
  GetResourcesRequest,
  Resource,
  Resources,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { badRequest, conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findResource } from '../lookup.ts';
import { childKey, childrenOf, type ResourceRecord, type RestApiState } from '../state.ts';

/** A resource as it is answered: what its methods are is told to who asks for it by `embed=methods`. */
function describeResource(resource: ResourceRecord, embed: readonly string[] | undefined): Resource {
  const { resourceMethods = {}, ...rest } = resource;
  if (Object.keys(resourceMethods).length === 0) return rest;
  const names = Object.keys(resourceMethods).sort();
  const shown = embed?.includes('methods') ? resourceMethods : Object.fromEntries(names.map((name) => [name, {}]));
  return { ...rest, resourceMethods: shown };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html */
export const createResource: Operation<Given<CreateResourceRequest>, Resource, RestApiState> = (
  state,
  { restApiId, parentId, pathPart },
  context,
) => {
  findApi(state, restApiId, context);
  const parent = findResource(state, { restApiId, resourceId: parentId });
  if (!/^(?:[a-zA-Z0-9._\-:~@!$&'()*+,;=%]+|\{[a-zA-Z0-9._:-]+\+?\})$/.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  const siblings = childrenOf(state.resources, restApiId).filter((resource) => resource.parentId === parentId);
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const resource: ResourceRecord = {
    id: context.random.text(6),
    parentId,
    pathPart,
    path: `${parent.path === '/' ? '' : parent.path}/${pathPart}`,
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
