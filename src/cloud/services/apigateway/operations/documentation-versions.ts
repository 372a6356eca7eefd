import type {
  CreateDocumentationVersionRequest,
  DeleteDocumentationVersionRequest,
  DocumentationVersion,
  DocumentationVersions,
  GetDocumentationVersionRequest,
  GetDocumentationVersionsRequest,
  UpdateDocumentationVersionRequest,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { thisSecond, touchApi } from '../changes.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findStage } from '../lookup.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import { childKey, childrenOf, type DocumentationVersionRecord, type RestApiState } from '../state.ts';

export const findDocumentationVersion = (
  state: RestApiState,
  restApiId: string,
  version: string,
): DocumentationVersionRecord =>
  state.documentationVersions.get(childKey(restApiId, version)) ??
  raise(notFound('Invalid Documentation version specified'));

/** A version without the parts that it froze. */
function describeVersion({ parts: _, ...version }: DocumentationVersionRecord): DocumentationVersion {
  return version;
}

/** Freezes the parts as they are. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDocumentationVersion.html */
export const createDocumentationVersion: Operation<
  Given<CreateDocumentationVersionRequest>,
  DocumentationVersion,
  RestApiState
> = (state, { restApiId, documentationVersion, stageName, description }, context) => {
  findApi(state, restApiId, context);
  const key = childKey(restApiId, documentationVersion);
  if (documentationVersion === '') throw badRequest('Documentation version must be non-empty');
  if (state.documentationVersions.has(key)) throw conflict('Documentation version already exists');
  const parts = childrenOf(state.documentationParts, restApiId);
  if (parts.length === 0) throw badRequest('No documentation parts to create a version of');
  const stage = stageName ? findStage(state, restApiId, stageName) : undefined;
  const version: DocumentationVersionRecord = {
    version: documentationVersion,
    createdDate: thisSecond(context),
    ...given({ description }),
    parts,
  };
  state.documentationVersions.set(key, version);
  if (stage) state.stages.set(childKey(restApiId, stage.stageName), { ...stage, documentationVersion });
  touchApi(state, restApiId);
  return describeVersion(version);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDocumentationVersion.html */
export const getDocumentationVersion: Operation<
  Given<GetDocumentationVersionRequest>,
  DocumentationVersion,
  RestApiState
> = (state, { restApiId, documentationVersion }, context) => {
  findApi(state, restApiId, context);
  return describeVersion(findDocumentationVersion(state, restApiId, documentationVersion));
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDocumentationVersions.html */
export const getDocumentationVersions: Operation<
  Given<GetDocumentationVersionsRequest>,
  DocumentationVersions,
  RestApiState
> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  const page = listPage(childrenOf(state.documentationVersions, input.restApiId), input, ({ version }) => version);
  return { ...page, items: page.items.map(describeVersion) };
};

const patchPaths: readonly PatchPath[] = [{ path: '/description', ops: ['replace'] }];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDocumentationVersion.html */
export const updateDocumentationVersion: Operation<
  Given<UpdateDocumentationVersionRequest>,
  DocumentationVersion,
  RestApiState
> = (state, { restApiId, documentationVersion, patchOperations }, context) => {
  findApi(state, restApiId, context);
  const version = findDocumentationVersion(state, restApiId, documentationVersion);
  const updated = applyPatch(version, patchOperations, patchPaths);
  state.documentationVersions.set(childKey(restApiId, documentationVersion), updated);
  touchApi(state, restApiId);
  return describeVersion(updated);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDocumentationVersion.html */
export const deleteDocumentationVersion: Operation<Given<DeleteDocumentationVersionRequest>, object, RestApiState> = (
  state,
  { restApiId, documentationVersion },
  context,
) => {
  findApi(state, restApiId, context);
  findDocumentationVersion(state, restApiId, documentationVersion);
  const user = childrenOf(state.stages, restApiId).find((stage) => stage.documentationVersion === documentationVersion);
  if (user) throw conflict(`Documentation version ${documentationVersion} is associated with stage ${user.stageName}`);
  state.documentationVersions.delete(childKey(restApiId, documentationVersion));
  touchApi(state, restApiId);
  return {};
};
