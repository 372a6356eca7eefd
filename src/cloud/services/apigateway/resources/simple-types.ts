import type { Account, Authorizer, Model, RequestValidator, Resource } from '@aws-sdk/client-api-gateway';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { accountReading, authorizerReading } from './more-readings.ts';
import { mapping, replacing, valuing } from './patches.ts';
import { resourceReading } from './readings.ts';

const service = 'apigateway';
const gone = ['NotFoundException'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html */
export const resource = resourceType({
  type: 'AWS::ApiGateway::Resource',
  reading: resourceReading,
  service,
  properties: { ParentId: 'text', PathPart: 'text', RestApiId: 'text' },
  create: {
    operation: 'CreateResource',
    input: ({ RestApiId, ParentId, PathPart }) => ({ restApiId: RestApiId, parentId: ParentId, pathPart: PathPart }),
    physicalId: ({ id }: Resource) => id,
  },
  attributes: { ResourceId: ({ id }: Resource) => id },
  delete: {
    operation: 'DeleteResource',
    input: ({ RestApiId }, { id }) => ({ restApiId: RestApiId, resourceId: id }),
    gone,
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-model.html */
export const model = resourceType({
  type: 'AWS::ApiGateway::Model',
  service,
  properties: { ContentType: 'text', Description: 'text', Name: 'text', RestApiId: 'text', Schema: 'document' },
  create: {
    operation: 'CreateModel',
    input: ({ RestApiId, ContentType = 'application/json', Description, Name, Schema = '{}' }, { context }) => ({
      restApiId: RestApiId,
      name: Name ?? context.generateName(64).replace(/[^a-zA-Z0-9]/g, ''),
      contentType: ContentType,
      description: Description,
      schema: Schema,
    }),
    physicalId: ({ name }: Model) => name,
  },
  update: {
    operation: 'UpdateModel',
    input: ({ RestApiId, Description, Schema = '{}' }, { id }) => ({
      restApiId: RestApiId,
      modelName: id,
      patchOperations: replacing({ '/description': Description, '/schema': Schema }),
    }),
  },
  delete: {
    operation: 'DeleteModel',
    input: ({ RestApiId }, { id }) => ({ restApiId: RestApiId, modelName: id }),
    gone,
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-requestvalidator.html */
export const requestValidator = resourceType({
  type: 'AWS::ApiGateway::RequestValidator',
  service,
  properties: { Name: 'text', RestApiId: 'text', ValidateRequestBody: 'flag', ValidateRequestParameters: 'flag' },
  create: {
    operation: 'CreateRequestValidator',
    input: (p) => ({
      restApiId: p.RestApiId,
      name: p.Name,
      validateRequestBody: p.ValidateRequestBody,
      validateRequestParameters: p.ValidateRequestParameters,
    }),
    physicalId: ({ id }: RequestValidator) => id,
  },
  attributes: { RequestValidatorId: ({ id }: RequestValidator) => id },
  update: {
    operation: 'UpdateRequestValidator',
    input: ({ RestApiId, ValidateRequestBody = false, ValidateRequestParameters = false }, { id }) => ({
      restApiId: RestApiId,
      requestValidatorId: id,
      patchOperations: replacing({
        '/validateRequestBody': ValidateRequestBody,
        '/validateRequestParameters': ValidateRequestParameters,
      }),
    }),
  },
  delete: {
    operation: 'DeleteRequestValidator',
    input: ({ RestApiId }, { id }) => ({ restApiId: RestApiId, requestValidatorId: id }),
    gone,
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-authorizer.html */
export const authorizer = resourceType({
  type: 'AWS::ApiGateway::Authorizer',
  reading: authorizerReading,
  service,
  properties: {
    AuthType: 'text',
    AuthorizerCredentials: 'text',
    AuthorizerResultTtlInSeconds: 'number',
    AuthorizerUri: 'text',
    IdentitySource: 'text',
    IdentityValidationExpression: 'text',
    Name: 'text',
    ProviderARNs: { list: 'text' },
    RestApiId: 'text',
    Type: 'text',
  },
  create: {
    operation: 'CreateAuthorizer',
    input: (p) => ({
      restApiId: p.RestApiId,
      name: p.Name,
      type: p.Type,
      authType: p.AuthType,
      authorizerCredentials: p.AuthorizerCredentials,
      authorizerResultTtlInSeconds: p.AuthorizerResultTtlInSeconds,
      authorizerUri: p.AuthorizerUri,
      identitySource: p.IdentitySource,
      identityValidationExpression: p.IdentityValidationExpression,
      providerARNs: p.ProviderARNs,
    }),
    physicalId: ({ id }: Authorizer) => id,
  },
  attributes: { AuthorizerId: ({ id }: Authorizer) => id },
  update: {
    operation: 'UpdateAuthorizer',
    input: (p, { id, previous }) => ({
      restApiId: p.RestApiId,
      authorizerId: id,
      patchOperations: [
        ...replacing({
          '/name': p.Name,
          '/type': p.Type,
          '/authorizerCredentials': p.AuthorizerCredentials,
          '/authorizerUri': p.AuthorizerUri,
          '/identitySource': p.IdentitySource,
          '/identityValidationExpression': p.IdentityValidationExpression,
          ...(p.AuthType !== undefined && { '/authType': p.AuthType }),
          ...(p.AuthorizerResultTtlInSeconds !== previous.AuthorizerResultTtlInSeconds && {
            '/authorizerResultTtlInSeconds': p.AuthorizerResultTtlInSeconds ?? 300,
          }),
        }),
        ...valuing('/providerARNs', p.ProviderARNs, previous.ProviderARNs),
      ],
    }),
  },
  delete: {
    operation: 'DeleteAuthorizer',
    input: ({ RestApiId }, { id }) => ({ restApiId: RestApiId, authorizerId: id }),
    gone,
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-gatewayresponse.html */
export const gatewayResponse = resourceType({
  type: 'AWS::ApiGateway::GatewayResponse',
  service,
  properties: {
    ResponseParameters: { map: 'text' },
    ResponseTemplates: { map: 'text' },
    ResponseType: 'text',
    RestApiId: 'text',
    StatusCode: 'text',
  },
  create: {
    operation: 'PutGatewayResponse',
    input: (p) => ({
      restApiId: p.RestApiId,
      responseType: p.ResponseType,
      statusCode: p.StatusCode,
      responseParameters: p.ResponseParameters,
      responseTemplates: p.ResponseTemplates,
    }),
    physicalId: (_, { RestApiId, ResponseType }) => `${RestApiId}:${ResponseType}`,
  },
  attributes: { Id: (_, { RestApiId, ResponseType }) => `${RestApiId}:${ResponseType}` },
  update: {
    operation: 'UpdateGatewayResponse',
    input: (p, { previous }) => ({
      restApiId: p.RestApiId,
      responseType: p.ResponseType,
      patchOperations: [
        ...replacing({ '/statusCode': p.StatusCode }),
        ...mapping('/responseParameters', p.ResponseParameters, previous.ResponseParameters),
        ...mapping('/responseTemplates', p.ResponseTemplates, previous.ResponseTemplates),
      ],
    }),
  },
  delete: {
    operation: 'DeleteGatewayResponse',
    input: ({ RestApiId, ResponseType }) => ({ restApiId: RestApiId, responseType: ResponseType }),
    gone,
  },
});

const accountInput = (role: string | undefined) => ({
  patchOperations: replacing({ '/cloudwatchRoleArn': role }),
});

/** One for each account and region: deleting it leaves the role. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html */
export const account = resourceType({
  type: 'AWS::ApiGateway::Account',
  reading: accountReading,
  service,
  properties: { CloudWatchRoleArn: 'text' },
  name: { max: 64 },
  create: { operation: 'UpdateAccount', input: ({ CloudWatchRoleArn }) => accountInput(CloudWatchRoleArn) },
  attributes: { Id: (_: Account, __, { id }) => id },
  update: { operation: 'UpdateAccount', input: ({ CloudWatchRoleArn }) => accountInput(CloudWatchRoleArn) },
  delete: { operation: 'GetAccount', input: () => ({}) },
});
