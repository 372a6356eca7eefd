import type { DeleteApiRequest } from '@aws-sdk/client-apigatewayv2';
import type { Collection } from '../../../kernel/collection.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import { findApi } from '../lookup.ts';
import { childRange, type HttpApiState } from '../state.ts';

/** Removes an API with all that is below it; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#DeleteApi */
export const deleteApi: Operation<Given<DeleteApiRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId },
  context,
) => {
  findApi(state, ApiId, context);
  if ([...state.apiMappings.values()].some((mapping) => mapping.ApiId === ApiId)) {
    throw badRequest(
      `Deleting API ${ApiId} failed. Please remove all API mappings for the API from your custom domain names.`,
    );
  }
  const { apis, routes, integrations, authorizers, stages, deployments } = state;
  apis.delete(ApiId);
  for (const children of [routes, integrations, authorizers, stages, deployments]) deleteChildren(children, ApiId);
  return {};
};

function deleteChildren(collection: Pick<Collection<unknown>, 'delete' | 'keys'>, apiId: string): void {
  // Read first: a collection must not change while somebody walks over it.
  const keys = [...collection.keys(childRange(apiId))];
  for (const key of keys) collection.delete(key);
}
