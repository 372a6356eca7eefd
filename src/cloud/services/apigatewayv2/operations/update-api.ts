import type { DeleteCorsConfigurationRequest, UpdateApiRequest, UpdateApiResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { commitChange } from '../deploying.ts';
import { describeApi } from '../describe.ts';
import { findApi } from '../lookup.ts';
import { changeQuickCreate } from '../quick-create.ts';
import type { HttpApiState } from '../state.ts';
import { assertApi } from '../validation/api.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#UpdateApi */
export const updateApi: Operation<Given<UpdateApiRequest>, UpdateApiResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  const { ApiId, Target, RouteKey, CredentialsArn, ...settings } = input;
  const api = findApi(state, ApiId, context);
  assertApi(settings);
  if (Target !== undefined || RouteKey !== undefined || CredentialsArn !== undefined) {
    changeQuickCreate(state, ApiId, { Target, RouteKey, CredentialsArn });
  }
  const cors = settings.CorsConfiguration && { CorsConfiguration: settings.CorsConfiguration };
  return describeApi(commitChange(state, api, context, { ...given(settings), ...cors }), context);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-cors.html */
export const deleteCorsConfiguration: Operation<
  Given<DeleteCorsConfigurationRequest>,
  Record<string, never>,
  HttpApiState
> = (state, input, context) => {
  const { CorsConfiguration: _, ...rest } = findApi(state, input.ApiId, context);
  commitChange(state, rest, context);
  return {};
};
