/** What a small app is made of: a function `Worker` behind an API that takes every route, and whatever else it names. */
export interface Shape {
  /** Partition keys by table, or partition and sort key: `pk/sk`. */
  readonly tables?: Readonly<Record<string, string>>;
  /** Exported handlers beside `handler`; each is a function of that name. */
  readonly functions?: readonly string[];
  /** Queues with who takes their messages, if any: the name of a function. `.fifo` at its end makes it one. */
  readonly queues?: Readonly<Record<string, string | undefined>>;
  readonly timeoutSeconds?: number;
  readonly secrets?: readonly string[];
  readonly buckets?: readonly string[];
  /** Whatever else it has, by logical id. */
  readonly resources?: Readonly<Record<string, object>>;
}

type Resources = Record<string, object>;

const logical = (name: string): string => name.replaceAll(/\W/g, '');
const arnOf = (name: string) => ({ 'Fn::GetAtt': [logical(name), 'Arn'] });

/** A template of the app; its code is inline and finds queues under `QUEUE_<NAME>`. */
export function foreignApp(code: string, shape: Shape): object {
  const functions = ['Worker', ...(shape.functions ?? [])];
  return {
    Resources: {
      ...Object.fromEntries(functions.map((name) => [logical(name), functionOf(name, code, shape)])),
      ...api,
      ...Object.assign({}, ...Object.entries(shape.tables ?? {}).map(([name, keys]) => tableOf(name, keys.split('/')))),
      ...Object.assign({}, ...Object.entries(shape.queues ?? {}).map(([name, consumer]) => queueOf(name, consumer))),
      ...Object.fromEntries(
        (shape.secrets ?? []).map((Name) => [Name, { Type: 'AWS::SecretsManager::Secret', Properties: { Name } }]),
      ),
      ...Object.fromEntries(
        (shape.buckets ?? []).map((BucketName) => [
          logical(BucketName),
          { Type: 'AWS::S3::Bucket', Properties: { BucketName } },
        ]),
      ),
      ...shape.resources,
    },
  };
}

function functionOf(name: string, code: string, { queues = {}, timeoutSeconds = 5 }: Shape): object {
  const urls = Object.keys(queues).map((queue) => [`QUEUE_${logical(queue).toUpperCase()}`, { Ref: logical(queue) }]);
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: name === 'Worker' ? 'index.handler' : `index.${name}`,
      Timeout: timeoutSeconds,
      Role: arnOf('Role'),
      Environment: { Variables: Object.fromEntries(urls) },
      Code: { ZipFile: code },
    },
  };
}

function tableOf(TableName: string, keys: readonly string[]): Resources {
  const KeySchema = keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
  const AttributeDefinitions = keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
  const Properties = { TableName, BillingMode: 'PAY_PER_REQUEST', KeySchema, AttributeDefinitions };
  return { [TableName]: { Type: 'AWS::DynamoDB::Table', Properties } };
}

/** With a dead-letter queue behind it where somebody takes its messages. */
function queueOf(QueueName: string, consumer: string | undefined): Resources {
  const fifo = QueueName.endsWith('.fifo') && { FifoQueue: true, ContentBasedDeduplication: true };
  const dead = `dead-${QueueName}`;
  const queue = (properties: object) => ({ Type: 'AWS::SQS::Queue', Properties: { ...fifo, ...properties } });
  if (consumer === undefined) return { [logical(QueueName)]: queue({ QueueName }) };
  const RedrivePolicy = { deadLetterTargetArn: arnOf(dead), maxReceiveCount: 5 };
  const source = {
    FunctionName: { Ref: logical(consumer) },
    EventSourceArn: arnOf(QueueName),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  };
  return {
    [logical(dead)]: queue({ QueueName: dead }),
    [logical(QueueName)]: queue({ QueueName, VisibilityTimeout: 30, RedrivePolicy }),
    [`${logical(QueueName)}Source`]: { Type: 'AWS::Lambda::EventSourceMapping', Properties: source },
  };
}

const api: Resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
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
      IntegrationUri: arnOf('Worker'),
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: '$default',
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
};
