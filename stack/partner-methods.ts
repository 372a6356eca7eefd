import { Stack, Validations } from 'aws-cdk-lib';
import {
  AwsIntegration,
  type IntegrationResponse,
  JsonSchemaType,
  JsonSchemaVersion,
  type Method,
  PassthroughBehavior,
  type RequestValidator,
  ResponseType,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** An API and what checks its requests. */
interface Gateway {
  readonly rest: RestApi;
  readonly validator: RequestValidator;
}

const problemType = "'application/problem+json'";

/** Failures of the gateway's own in the form of RFC 9457, like those of the orders API. */
export function addProblems(rest: RestApi): void {
  const problems: readonly (readonly [ResponseType, string, number])[] = [
    [ResponseType.BAD_REQUEST_BODY, 'The body is not valid', 400],
    [ResponseType.BAD_REQUEST_PARAMETERS, 'A parameter is missing', 400],
    [ResponseType.INVALID_API_KEY, 'The API key is missing or not valid', 403],
    [ResponseType.QUOTA_EXCEEDED, 'The quota is used up', 429],
    [ResponseType.THROTTLED, 'Too many requests', 429],
    [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'There is no such resource', 404],
  ];
  for (const [type, title, status] of problems) {
    const told = `{"type":"about:blank","title":"${title}","status":${status},"detail":"$context.error.message","instance":"$context.requestId"}`;
    rest.addGatewayResponse(`Problem${type.responseType}`, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'Content-Type': problemType,
        // Not in the body: it quotes what it tells, and gateway responses cannot escape anything.
        ...(type === ResponseType.BAD_REQUEST_BODY && { 'X-Validation-Error': 'context.error.validationErrorString' }),
      },
      templates: { 'application/json': told },
    });
  }
}

/** `POST /webhooks`: what carriers report, straight onto the queue. Accepted means that it is kept. */
export function addWebhooks(scope: Construct, { rest, validator }: Gateway, queue: Queue): void {
  const role = integrationRole(scope, 'WebhooksRole', 'sqs:SendMessage', queue.queueArn);
  const model = rest.addModel('Webhook', {
    contentType: 'application/json',
    schema: {
      schema: JsonSchemaVersion.DRAFT4,
      type: JsonSchemaType.OBJECT,
      required: ['eventId', 'type', 'shipmentId', 'occurredAt'],
      properties: {
        eventId: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 64 },
        type: { type: JsonSchemaType.STRING, enum: ['ShipmentDelivered'] },
        shipmentId: { type: JsonSchemaType.STRING, pattern: '^shp_[A-Za-z0-9]+$' },
        occurredAt: { type: JsonSchemaType.STRING, minLength: 20, maxLength: 32 },
      },
    },
  });
  const integration = new AwsIntegration({
    service: 'sqs',
    path: `${Stack.of(scope).account}/${queue.queueName}`,
    integrationHttpMethod: 'POST',
    options: {
      credentialsRole: role,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      integrationResponses: [
        { statusCode: '202', responseTemplates: { 'application/json': '{"status":"accepted"}' } },
        ...unavailable('The webhook could not be kept'),
      ],
    },
  });
  const method = rest.root.addResource('webhooks').addMethod('POST', integration, {
    apiKeyRequired: true,
    requestValidator: validator,
    requestModels: { 'application/json': model },
    methodResponses: [{ statusCode: '202' }, { statusCode: '503', responseParameters: contentType }],
  });
  acknowledgeKeys(method);
}

/** `GET /catalog/{sku}`: straight from the table, kept in the stage's cache for five minutes. */
export function addCatalog(scope: Construct, { rest, validator }: Gateway, catalog: Table): void {
  const role = integrationRole(scope, 'CatalogRole', 'dynamodb:GetItem', catalog.tableArn);
  const integration = new AwsIntegration({
    service: 'dynamodb',
    action: 'GetItem',
    options: {
      credentialsRole: role,
      passthroughBehavior: PassthroughBehavior.NEVER,
      cacheKeyParameters: ['method.request.path.sku'],
      requestParameters: { 'integration.request.path.sku': 'method.request.path.sku' },
      requestTemplates: {
        'application/json': `{"TableName":"${catalog.tableName}","Key":{"sku":{"S":"$util.escapeJavaScript($util.urlDecode($input.params('sku')))"}}}`,
      },
      integrationResponses: [
        { statusCode: '200', responseParameters: release, responseTemplates: { 'application/json': product } },
        ...unavailable('The catalog does not answer'),
      ],
    },
  });
  const method = rest.root
    .addResource('catalog')
    .addResource('{sku}')
    .addMethod('GET', integration, {
      apiKeyRequired: true,
      requestParameters: { 'method.request.path.sku': true },
      requestValidator: validator,
      methodResponses: [
        { statusCode: '200', responseParameters: { 'method.response.header.X-Release': true } },
        { statusCode: '503', responseParameters: contentType },
      ],
    });
  acknowledgeKeys(method);
}

const release = { 'method.response.header.X-Release': 'stageVariables.release' };
const contentType = { 'method.response.header.Content-Type': true };

/** An item as clients see it; nothing found is 404, whatever DynamoDB's own status is. */
const product = `#set($item = $input.path('$.Item'))
#if($item == '')
#set($context.responseOverride.status = 404)
#set($context.responseOverride.header.Content-Type = 'application/problem+json')
{"type":"about:blank","title":"There is no such product","status":404}
#else
{"sku":"$util.escapeJavaScript($item.sku.S)","name":"$util.escapeJavaScript($item.name.S)","price":$item.price.N,"currency":"$item.currency.S"}
#end`;

/** Whatever the service behind says: the client may come again. */
const unavailable = (title: string): IntegrationResponse[] => [
  {
    statusCode: '503',
    selectionPattern: '[45]\\d{2}',
    responseParameters: { 'method.response.header.Content-Type': problemType },
    responseTemplates: { 'application/json': `{"type":"about:blank","title":"${title}","status":503}` },
  },
];

/** One role for each integration, with the one right that it needs. */
const integrationRole = (scope: Construct, id: string, action: string, resource: string): Role =>
  new Role(scope, id, {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    inlinePolicies: {
      integration: new PolicyDocument({
        statements: [new PolicyStatement({ actions: [action], resources: [resource] })],
      }),
    },
  });

function acknowledgeKeys(method: Method): void {
  for (const id of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) {
    Validations.of(method).acknowledge({
      id,
      reason: 'Partners are known by their API keys; a team that needs to know people puts its authorizer here.',
    });
  }
}
