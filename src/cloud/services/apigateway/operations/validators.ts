import type {
  CreateRequestValidatorRequest,
  DeleteRequestValidatorRequest,
  GetRequestValidatorRequest,
  GetRequestValidatorsRequest,
  RequestValidator,
  RequestValidators,
  UpdateRequestValidatorRequest,
} from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { conflict } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findValidator } from '../lookup.ts';
import { validatorTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { childKey, childrenOf, type RequestValidatorRecord, type RestApiState } from '../state.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRequestValidator.html */
export const createRequestValidator: Operation<Given<CreateRequestValidatorRequest>, RequestValidator, RestApiState> = (
  state,
  { restApiId, name, validateRequestBody = false, validateRequestParameters = false },
  context,
) => {
  findApi(state, restApiId, context);
  const validator: RequestValidatorRecord = {
    id: context.random.text(6),
    ...(name !== undefined && { name }),
    validateRequestBody,
    validateRequestParameters,
  };
  state.validators.set(childKey(restApiId, validator.id), validator);
  touchApi(state, restApiId);
  return validator;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidator.html */
export const getRequestValidator: Operation<Given<GetRequestValidatorRequest>, RequestValidator, RestApiState> = (
  state,
  { restApiId, requestValidatorId },
  context,
) => {
  findApi(state, restApiId, context);
  return findValidator(state, restApiId, requestValidatorId);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidators.html */
export const getRequestValidators: Operation<Given<GetRequestValidatorsRequest>, RequestValidators, RestApiState> = (
  state,
  input,
  context,
) => {
  findApi(state, input.restApiId, context);
  return listPage(childrenOf(state.validators, input.restApiId), input, ({ id }) => id);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRequestValidator.html */
export const updateRequestValidator: Operation<Given<UpdateRequestValidatorRequest>, RequestValidator, RestApiState> = (
  state,
  { restApiId, requestValidatorId, patchOperations },
  context,
) => {
  findApi(state, restApiId, context);
  const known = findValidator(state, restApiId, requestValidatorId);
  const validator: RequestValidatorRecord = {
    validateRequestBody: false,
    validateRequestParameters: false,
    ...applyPatch(known, patchOperations, validatorTable),
  };
  state.validators.set(childKey(restApiId, requestValidatorId), validator);
  touchApi(state, restApiId);
  return validator;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRequestValidator.html */
export const deleteRequestValidator: Operation<Given<DeleteRequestValidatorRequest>, object, RestApiState> = (
  state,
  { restApiId, requestValidatorId },
  context,
) => {
  findApi(state, restApiId, context);
  findValidator(state, restApiId, requestValidatorId);
  for (const { path, resourceMethods = {} } of childrenOf(state.resources, restApiId)) {
    const user = Object.entries(resourceMethods).find(([, method]) => method.requestValidatorId === requestValidatorId);
    if (user) {
      throw conflict(`Cannot delete validator '${requestValidatorId}', is referenced in method: ${user[0]}/${path}`);
    }
  }
  state.validators.delete(childKey(restApiId, requestValidatorId));
  touchApi(state, restApiId);
  return {};
};
