const serviceUri = (target: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:${target}`,
});

const method = (resource: string, httpMethod: string, integration: object): object => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: { Ref: resource },
    HttpMethod: httpMethod,
    AuthorizationType: 'NONE',
    MethodResponses: [{ StatusCode: '200' }, { StatusCode: '503' }],
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...integration,
    },
  },
});

const resource = (pathPart: string): object => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: pathPart },
});

/**
 * A CloudFormation template of an API without a function: `POST /jobs` sends a message, `GET /orders` reads an item, both
 * by mapping templates. Without `mapsFailures` every answer of a service is a 200, as forgotten mappings have it.
 */
export function servicelessTemplate({ mapsFailures }: { readonly mapsFailures: boolean }): object {
  const failed = {
    StatusCode: '503',
    SelectionPattern: '[^2]\\d\\d',
    ResponseTemplates: { 'application/json': '{"again": true}' },
  };
  const responses = [
    { StatusCode: '200', ResponseTemplates: { 'application/json': '{"done": true}' } },
    ...(mapsFailures ? [failed] : []),
  ];
  const trusted = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusted } },
      Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'Jobs.fifo', FifoQueue: true } },
      Orders: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'Orders',
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        },
      },
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
      JobsResource: resource('jobs'),
      OrdersResource: resource('orders'),
      PostJobs: method('JobsResource', 'POST', {
        Uri: serviceUri('sqs:path/${AWS::AccountId}/Jobs.fifo'),
        RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
        RequestTemplates: {
          'application/json':
            'Action=SendMessage&MessageGroupId=jobs&MessageBody=$util.urlEncode($input.body)' +
            "&MessageDeduplicationId=$input.params('idempotency-key')",
        },
        IntegrationResponses: responses,
      }),
      GetOrders: method('OrdersResource', 'GET', {
        Uri: serviceUri('dynamodb:action/GetItem'),
        RequestTemplates: {
          'application/json': '{"TableName": "Orders", "Key": {"id": {"S": "$input.params(\'id\')"}}}',
        },
        IntegrationResponses: [
          {
            StatusCode: '200',
            ResponseTemplates: { 'application/json': '{"total": "$input.path(\'$.Item.total.N\')"}' },
          },
          ...(mapsFailures ? [failed] : []),
        ],
      }),
      Deployment: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: ['PostJobs', 'GetOrders'],
        Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' },
      },
    },
  };
}
