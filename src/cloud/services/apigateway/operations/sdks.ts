import type {
  GetSdkRequest,
  GetSdkTypeRequest,
  GetSdkTypesRequest,
  SdkResponse,
  SdkType,
  SdkTypes,
} from '@aws-sdk/client-api-gateway';
import { strToU8, zipSync } from 'fflate';
import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findApi, findDeployment, findStage } from '../lookup.ts';
import { clientMethods } from '../sdk/client-methods.ts';
import { javascriptClient } from '../sdk/javascript-client.ts';
import { sdkTypes } from '../sdk/sdk-types.ts';
import { typeDeclarations } from '../sdk/type-declarations.ts';
import type { RestApiState } from '../state.ts';

/**
 * A client of our own for `javascript`, which has the functions of AWS's; other platforms need their build tools.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdk.html
 * @throws UnsupportedError for another platform of AWS's
 */
export const getSdk: Operation<Given<GetSdkRequest>, SdkResponse, RestApiState> = (state, input, context) => {
  const { restApiId, stageName, sdkType } = input;
  const api = findApi(state, restApiId, context);
  const stage = findStage(state, restApiId, stageName);
  if (!sdkTypes.some(({ id }) => id === sdkType)) throw badRequest(`Invalid SDK type specified: ${sdkType}`);
  if (sdkType !== 'javascript') throw new UnsupportedError(`GetSdk for ${sdkType}`);
  const { frozen } = findDeployment(state, restApiId, stage.deploymentId);
  const methods = clientMethods(frozen);
  const invokeUrl = `https://${api.id}.execute-api.${context.region}.amazonaws.com/${stageName}`;
  const files = {
    'apigClient.js': javascriptClient(methods, invokeUrl),
    'apigClient.d.ts': typeDeclarations(methods, frozen.models),
    'package.json': JSON.stringify({ name: 'apig-client', version: '1.0.0', type: 'module', main: 'apigClient.js' }),
  };
  const entries = Object.entries(files).map(([name, text]) => [`apiGateway-js-sdk/${name}`, strToU8(text)] as const);
  return {
    contentType: 'application/octet-stream',
    contentDisposition: `attachment; filename="javascript_${new Date(context.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')}.zip"`,
    body: zipSync(Object.fromEntries(entries)),
  };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdkTypes.html */
export const getSdkTypes: Operation<Given<GetSdkTypesRequest>, SdkTypes, RestApiState> = (_, input) =>
  listPage(sdkTypes, input, ({ id = '' }) => id);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetSdkType.html */
export const getSdkType: Operation<Given<GetSdkTypeRequest>, SdkType, RestApiState> = (_, { id }) =>
  sdkTypes.find((type) => type.id === id) ?? raise(notFound('Invalid SDK type identifier specified'));
