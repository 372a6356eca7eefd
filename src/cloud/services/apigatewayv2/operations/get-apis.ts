import type { GetApiRequest, GetApiResponse, GetApisRequest, GetApisResponse } from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeApi } from '../describe.ts';
import { listPage } from '../list-page.ts';
import { findApi } from '../lookup.ts';
import type { HttpApiState } from '../state.ts';

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#GetApi */
export const getApi: Operation<Given<GetApiRequest>, GetApiResponse, HttpApiState> = (state, input, context) =>
  describeApi(findApi(state, input.ApiId, context), context);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html#GetApis */
export const getApis: Operation<Given<GetApisRequest>, GetApisResponse, HttpApiState> = (state, input, context) => {
  const page = listPage([...state.apis.values()], input, (api) => api.ApiId);
  return { ...page, Items: page.Items.map((api) => describeApi(api, context)) };
};
