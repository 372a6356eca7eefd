import type {
  CreateDocumentationPartRequest,
  DeleteDocumentationPartRequest,
  DocumentationPart,
  DocumentationParts,
  GetDocumentationPartRequest,
  GetDocumentationPartsRequest,
  UpdateDocumentationPartRequest,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi } from '../lookup.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import { childKey, childrenOf, type DocumentationPartRecord, type RestApiState } from '../state.ts';
import { assertDocumentation, locationText, wholeLocation } from '../validation/documentation.ts';

const findDocumentationPart = (state: RestApiState, restApiId: string, id: string): DocumentationPartRecord =>
  state.documentationParts.get(childKey(restApiId, id)) ??
  raise(notFound('Invalid Documentation part identifier specified'));

/** The part of that place: there is one of each. */
export const documentationPartAt = (
  state: RestApiState,
  restApiId: string,
  place: string,
): DocumentationPartRecord | undefined =>
  childrenOf(state.documentationParts, restApiId).find(({ location }) => location && locationText(location) === place);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDocumentationPart.html */
export const createDocumentationPart: Operation<
  Given<CreateDocumentationPartRequest>,
  DocumentationPart,
  RestApiState
> = (state, { restApiId, location: place, properties }, context) => {
  findApi(state, restApiId, context);
  const location = wholeLocation(place);
  assertDocumentation(properties);
  const text = locationText(location);
  if (documentationPartAt(state, restApiId, text)) {
    throw conflict(`Documentation part already exists for the specified location: ${text}.`);
  }
  const part: DocumentationPartRecord = { id: context.random.text(6), location, properties };
  state.documentationParts.set(childKey(restApiId, part.id), part);
  touchApi(state, restApiId);
  return part;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDocumentationPart.html */
export const getDocumentationPart: Operation<Given<GetDocumentationPartRequest>, DocumentationPart, RestApiState> = (
  state,
  { restApiId, documentationPartId },
) => findDocumentationPart(state, restApiId, documentationPartId);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDocumentationParts.html */
export const getDocumentationParts: Operation<Given<GetDocumentationPartsRequest>, DocumentationParts, RestApiState> = (
  state,
  input,
  context,
) => {
  const { restApiId, type, nameQuery, path, locationStatus } = input;
  findApi(state, restApiId, context);
  const parts = childrenOf(state.documentationParts, restApiId).filter(
    ({ location }) =>
      locationStatus !== 'UNDOCUMENTED' &&
      (type === undefined || location?.type === type) &&
      (!nameQuery || location?.name?.includes(nameQuery)) &&
      (!path || location?.path === path),
  );
  return listPage(parts, input, ({ id }) => id);
};

const patchPaths: readonly PatchPath[] = [
  {
    path: '/properties',
    ops: ['replace'],
    whenEmpty: () => badRequest('Documentation part properties must be non-empty'),
  },
];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDocumentationPart.html */
export const updateDocumentationPart: Operation<
  Given<UpdateDocumentationPartRequest>,
  DocumentationPart,
  RestApiState
> = (state, { restApiId, documentationPartId, patchOperations }) => {
  const part = applyPatch(findDocumentationPart(state, restApiId, documentationPartId), patchOperations, patchPaths);
  assertDocumentation(part.properties ?? '');
  state.documentationParts.set(childKey(restApiId, part.id), part);
  touchApi(state, restApiId);
  return part;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDocumentationPart.html */
export const deleteDocumentationPart: Operation<Given<DeleteDocumentationPartRequest>, object, RestApiState> = (
  state,
  { restApiId, documentationPartId },
) => {
  findDocumentationPart(state, restApiId, documentationPartId);
  state.documentationParts.delete(childKey(restApiId, documentationPartId));
  touchApi(state, restApiId);
  return {};
};
