import type {
  CreateModelRequest,
  DeleteModelRequest,
  GetModelRequest,
  GetModelsRequest,
  GetModelTemplateRequest,
  Model,
  Models,
  Template,
  UpdateModelRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { badRequest, conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findModel } from '../lookup.ts';
import { flattenSchema } from '../models/flatten-schema.ts';
import { sampleTemplate } from '../models/sample-template.ts';
import { modelTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { childKey, childrenOf, type ModelRecord, type RestApiState } from '../state.ts';

// AWS: model names, API reference.
const namePattern = /^[a-zA-Z0-9]+$/;
const schemaBytesMax = 400 * 1024;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html */
export const createModel: Operation<Given<CreateModelRequest>, Model, RestApiState> = (state, input, context) => {
  const { restApiId, ...settings } = input;
  findApi(state, restApiId, context);
  if (!input.name) throw badRequest('No Model Name specified');
  if (!namePattern.test(input.name)) throw badRequest(`Model name must be alphanumeric: ${input.name}`);
  if (!input.contentType) throw badRequest('No Model Content Type specified');
  assertSchema(input.schema);
  const key = childKey(restApiId, input.name);
  if (state.models.has(key)) throw conflict('Model name already exists for this REST API');
  const { description, ...others } = given(settings);
  const model: ModelRecord = { id: context.random.text(6), ...others, ...(description && { description }) };
  state.models.set(key, model);
  touchApi(state, restApiId);
  return model;
};

function assertSchema(schema: string | undefined): void {
  if (!schema) throw badRequest('Model schema must have at least 1 property or array items defined');
  if (Buffer.byteLength(schema) > schemaBytesMax) throw badRequest('Model schema is too large');
  try {
    JSON.parse(schema);
  } catch {
    throw badRequest('Invalid model schema specified');
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModel.html */
export const getModel: Operation<Given<GetModelRequest>, Model, RestApiState> = (
  state,
  { restApiId, modelName, flatten = false },
  context,
) => {
  findApi(state, restApiId, context);
  const model = findModel(state, restApiId, modelName);
  return flatten ? { ...model, schema: flattenSchema(model, childrenOf(state.models, restApiId)) } : model;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModels.html */
export const getModels: Operation<Given<GetModelsRequest>, Models, RestApiState> = (state, input, context) => {
  findApi(state, input.restApiId, context);
  return listPage(childrenOf(state.models, input.restApiId), input, ({ name }) => name);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModelTemplate.html */
export const getModelTemplate: Operation<Given<GetModelTemplateRequest>, Template, RestApiState> = (
  state,
  { restApiId, modelName },
  context,
) => {
  findApi(state, restApiId, context);
  const model = findModel(state, restApiId, modelName);
  return { value: sampleTemplate(flattenSchema(model, childrenOf(state.models, restApiId))) };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateModel.html */
export const updateModel: Operation<Given<UpdateModelRequest>, Model, RestApiState> = (
  state,
  { restApiId, modelName, patchOperations },
  context,
) => {
  findApi(state, restApiId, context);
  const model = applyPatch(findModel(state, restApiId, modelName), patchOperations, modelTable);
  assertSchema(model.schema);
  state.models.set(childKey(restApiId, modelName), model);
  touchApi(state, restApiId);
  return model;
};

/** Not while a method or another model names it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteModel.html */
export const deleteModel: Operation<Given<DeleteModelRequest>, object, RestApiState> = (
  state,
  { restApiId, modelName },
  context,
) => {
  findApi(state, restApiId, context);
  findModel(state, restApiId, modelName);
  const user = userOf(state, restApiId, modelName);
  if (user) throw conflict(`Cannot delete model '${modelName}', is referenced in ${user}`);
  state.models.delete(childKey(restApiId, modelName));
  touchApi(state, restApiId);
  return {};
};

function userOf(state: RestApiState, restApiId: string, name: string): string | undefined {
  for (const { path, resourceMethods = {} } of childrenOf(state.resources, restApiId)) {
    for (const [verb, { requestModels = {}, methodResponses = {} }] of Object.entries(resourceMethods)) {
      if (Object.values(requestModels).includes(name)) return `method request: ${path}/${verb}`;
      const isAnswered = Object.values(methodResponses).some(({ responseModels = {} }) =>
        Object.values(responseModels).includes(name),
      );
      if (isAnswered) return `method response: ${path}/${verb}`;
    }
  }
  const other = childrenOf(state.models, restApiId).find((model) => model.schema?.includes(`/models/${name}"`));
  return other && `model: ${other.name}`;
}
