import type {
  CreateEndpointResponse,
  CreatePlatformEndpointInput,
  DeleteEndpointInput,
  GetEndpointAttributesInput,
  GetEndpointAttributesResponse,
  ListEndpointsByPlatformApplicationInput,
  ListEndpointsByPlatformApplicationResponse,
  SetEndpointAttributesInput,
} from '@aws-sdk/client-sns';
import { raise } from '../../../kernel/errors.ts';
import { given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { SnsContext, SnsOperation } from '../operation.ts';
import type { PlatformEndpoint, SnsState } from '../state.ts';
import { assertPlatformArn } from '../topics/find-topic.ts';
import { openApplication } from './platform-applications.ts';
import { pageMax } from './topics.ts';

const attributeNames = ['CustomUserData', 'Enabled', 'Token'];
const userDataBytesMax = 2048;

/** The same token again is the same endpoint. https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html */
export const createPlatformEndpoint: SnsOperation<CreatePlatformEndpointInput, CreateEndpointResponse> = (
  state,
  { PlatformApplicationArn, Token, CustomUserData, Attributes = {} },
  context,
) => {
  const application = openApplication(state, PlatformApplicationArn, context);
  const attributes = { ...checkedAttributes(Attributes), ...given({ CustomUserData }), Token };
  checkedAttributes(attributes);
  const existing = [...state.endpoints.values()].find(
    ({ applicationArn, attributes: known }) => applicationArn === application.arn && known.Token === Token,
  );
  if (existing) {
    const differs = Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value);
    if (!differs) return { EndpointArn: existing.arn };
    throw invalidParameter(
      `Token Reason: Endpoint ${existing.arn} already exists with the same Token, but different attributes.`,
    );
  }
  const arn = `${application.arn.replace(':app/', ':endpoint/')}/${context.random.uuid()}`;
  const endpoint = { arn, applicationArn: application.arn, attributes: { Enabled: 'true', ...attributes } };
  state.endpoints.set(arn, endpoint);
  return { EndpointArn: arn };
};

/** https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html */
export const getEndpointAttributes: SnsOperation<GetEndpointAttributesInput, GetEndpointAttributesResponse> = (
  state,
  { EndpointArn },
  context,
) => ({ Attributes: { ...openEndpoint(state, EndpointArn, context).attributes } });

/** https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html */
export const setEndpointAttributes: SnsOperation<SetEndpointAttributesInput> = (
  state,
  { EndpointArn, Attributes },
  context,
) => {
  const endpoint = openEndpoint(state, EndpointArn, context);
  const attributes = { ...endpoint.attributes, ...checkedAttributes(Attributes) };
  state.endpoints.set(endpoint.arn, { ...endpoint, attributes });
  return {};
};

/** What is not there is deleted. https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html */
export const deleteEndpoint: SnsOperation<DeleteEndpointInput> = (state, { EndpointArn }, context) => {
  assertPlatformArn('EndpointArn', EndpointArn, 3, context);
  state.endpoints.delete(EndpointArn);
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html */
export const listEndpointsByPlatformApplication: SnsOperation<
  ListEndpointsByPlatformApplicationInput,
  ListEndpointsByPlatformApplicationResponse
> = (state, { PlatformApplicationArn, NextToken }, context) => {
  const { arn: owner } = openApplication(state, PlatformApplicationArn, context);
  const all = [...state.endpoints.values()].filter(({ applicationArn }) => applicationArn === owner);
  const { items, next } = pageOf(all, {
    limit: pageMax,
    token: NextToken,
    keyOf: ({ arn }) => arn,
    invalidToken: () => invalidParameter('NextToken'),
  });
  return {
    Endpoints: items.map(({ arn, attributes }) => ({ EndpointArn: arn, Attributes: { ...attributes } })),
    ...(next !== undefined && { NextToken: next }),
  };
};

function openEndpoint(state: SnsState, arn: string, context: SnsContext): PlatformEndpoint {
  assertPlatformArn('EndpointArn', arn, 3, context);
  return state.endpoints.get(arn) ?? raise(notFound('Endpoint'));
}

function checkedAttributes(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const unknown = Object.keys(attributes).find((name) => !attributeNames.includes(name));
  if (unknown !== undefined) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${unknown}`);
  if (Buffer.byteLength(attributes.CustomUserData ?? '') > userDataBytesMax) {
    throw invalidParameter(`CustomUserData Reason: must be at most ${userDataBytesMax} bytes long in UTF-8 encoding`);
  }
  return attributes;
}
