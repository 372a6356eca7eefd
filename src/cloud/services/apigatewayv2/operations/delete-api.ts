import type { DeleteApiRequest } from '@aws-sdk/client-apigatewayv2';
import type { Collection } from '../../../kernel/collection.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findApi } from '../lookup.ts';
import { childRange, type HttpApiState } from '../state.ts';

/** Removes an API with all that is below it; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#DeleteApi */
export const deleteApi: Operation<Given<DeleteApiRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ApiId },
  context,
) => {
  findApi(state, ApiId, context);
  const { apis, ...children } = state;
  apis.delete(ApiId);
  for (const collection of Object.values(children)) deleteChildren(collection, ApiId);
  return {};
};

function deleteChildren(collection: Collection<unknown>, apiId: string): void {
  // Read first: a collection must not change while somebody walks over it.
  const keys = [...collection.keys(childRange(apiId))];
  for (const key of keys) collection.delete(key);
}
