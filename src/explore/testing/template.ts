interface TemplateOptions {
  /** JavaScript of `index.js`. */
  readonly code: string;
  readonly tables?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  /** Default: `POST /do`. */
  readonly route?: string;
  /** Default: `nodejs24.x`. */
  readonly runtime?: string;
  /** Of the function's environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whatever else the app has. */
  readonly resources?: Readonly<Record<string, object>>;
}

/** A CloudFormation template with a function `Worker` behind an API, its code inline; tables by name with their key. */
export function templateOf({
  code,
  tables = {},
  timeoutSeconds = 5,
  route = 'POST /do',
  variables = {},
  runtime = 'nodejs24.x',
  resources = {},
}: TemplateOptions): object {
  const role = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const tableResources = Object.entries(tables).map(([name, key]) => [
    name,
    {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      },
    },
  ]);
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: role } },
      Worker: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: runtime,
          Handler: 'index.handler',
          Timeout: timeoutSeconds,
          Environment: { Variables: variables },
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { ZipFile: code },
        },
      },
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::GetAtt': ['Worker', 'Arn'] },
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: route,
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'Worker' },
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
        },
      },
      ...Object.fromEntries(tableResources),
      ...resources,
    },
  };
}
