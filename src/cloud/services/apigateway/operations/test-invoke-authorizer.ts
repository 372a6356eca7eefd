import type { TestInvokeAuthorizerRequest, TestInvokeAuthorizerResponse } from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { authorizerNotFound } from '../errors.ts';
import { testAuthorizer } from '../execute/authorizers/test-authorizer.ts';
import type { Gateway } from '../gateway.ts';
import { findApi } from '../lookup.ts';
import { childKey, currentConfiguration, type RestApiState } from '../state.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeAuthorizer.html */
export const testInvokeAuthorizer: Operation<
  Given<TestInvokeAuthorizerRequest>,
  TestInvokeAuthorizerResponse,
  RestApiState,
  Gateway
> = (state, input, context) => {
  const { restApiId, authorizerId } = input;
  const api = findApi(state, restApiId, context);
  const authorizer = state.authorizers.get(childKey(restApiId, authorizerId)) ?? raise(authorizerNotFound());
  const { kernel, runtime: gateway, account, region, trace } = context;
  const configuration = currentConfiguration(state, api);
  return testAuthorizer({ kernel, gateway, account, region, configuration, authorizer, trace }, input);
};
