import { type Puts, webSocketApi } from '../judge/judge-puts.ts';

/**
 * What the types of AWS::Serverless become: the resources that the transform makes of one, and of which properties further
 * ones. Whether those are here, their services say.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 */
export interface SamType extends Puts {
  /** Properties of SAM's own, with what they make. All others are those of the first type that has them. */
  readonly own: Readonly<Record<string, readonly string[]>>;
}

const permission = ['AWS::Lambda::Permission'];
const mapping = ['AWS::Lambda::EventSourceMapping'];
const rule = ['AWS::Events::Rule'];
const role = ['AWS::IAM::Role'];
const codeDeploy = ['AWS::CodeDeploy::Application', 'AWS::CodeDeploy::DeploymentGroup'];

/** Properties that make nothing by themselves. */
const plain = (...names: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(names.map((name) => [name, []]));

export const samTypes: Readonly<Record<string, SamType>> = {
  'AWS::Serverless::Api': {
    becomes: ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
    own: {
      ...plain(
        'AlwaysDeploy',
        'Cors',
        'DefinitionBody',
        'DefinitionUri',
        'MergeDefinitions',
        'OpenApiVersion',
        'PropagateTags',
      ),
      ...plain('Auth', 'Models', 'CanarySetting'),
      Domain: ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::BasePathMapping'],
      GatewayResponses: ['AWS::ApiGateway::GatewayResponse'],
    },
  },
  'AWS::Serverless::Application': { becomes: ['AWS::CloudFormation::Stack'], own: plain('Location') },
  'AWS::Serverless::CapacityProvider': { becomes: ['AWS::Lambda::CapacityProvider'], own: plain() },
  'AWS::Serverless::Connector': {
    becomes: ['AWS::IAM::ManagedPolicy'],
    own: plain('Destination', 'Permissions', 'Source', 'SourceReference'),
  },
  'AWS::Serverless::Function': {
    becomes: ['AWS::Lambda::Function'],
    own: {
      ...plain(
        'AutoPublishAliasAllProperties',
        'AutoPublishCodeSha256',
        'CodeUri',
        'DeadLetterQueue',
        'Events',
        'ImageUri',
      ),
      ...plain('InlineCode', 'PropagateTags', 'Tracing', 'VersionDescription', 'VersionDeletionPolicy'),
      ...plain('SourceKMSKeyArn', 'ProvisionedConcurrencyConfig'),
      AssumeRolePolicyDocument: role,
      AutoPublishAlias: ['AWS::Lambda::Version', 'AWS::Lambda::Alias'],
      DeploymentPreference: codeDeploy,
      EventInvokeConfig: ['AWS::Lambda::EventInvokeConfig'],
      FunctionUrlConfig: ['AWS::Lambda::Url', ...permission],
      PermissionsBoundary: role,
      Policies: role,
      RolePath: role,
    },
  },
  'AWS::Serverless::GraphQLApi': { becomes: ['AWS::AppSync::GraphQLApi'], own: plain() },
  'AWS::Serverless::HttpApi': {
    becomes: ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage'],
    own: {
      ...plain('Auth', 'DefinitionBody', 'DefinitionUri', 'PropagateTags'),
      Domain: ['AWS::ApiGatewayV2::DomainName', 'AWS::ApiGatewayV2::ApiMapping'],
    },
  },
  'AWS::Serverless::LayerVersion': {
    becomes: ['AWS::Lambda::LayerVersion'],
    own: plain('ContentUri', 'PublishLambdaVersion', 'RetentionPolicy'),
  },
  'AWS::Serverless::SimpleTable': { becomes: ['AWS::DynamoDB::Table'], own: plain('PrimaryKey') },
  'AWS::Serverless::StateMachine': {
    becomes: ['AWS::StepFunctions::StateMachine'],
    own: {
      ...plain('DefinitionUri', 'Events', 'Logging', 'Name', 'PropagateTags', 'Role', 'Tracing', 'Type'),
      ...plain('UseAliasAsEventTarget', 'DeploymentPreference'),
      AutoPublishAlias: ['AWS::StepFunctions::StateMachineVersion', 'AWS::StepFunctions::StateMachineAlias'],
      PermissionsBoundary: role,
      Policies: role,
      RolePath: role,
    },
  },
  'AWS::Serverless::WebSocketApi': {
    with: webSocketApi,
    becomes: [
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Stage',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Integration',
    ],
    own: plain('Auth', 'Domain', 'PropagateTags', 'Routes'),
  },
};

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html */
export const samEvents: Readonly<Record<string, Puts>> = {
  AlexaSkill: { becomes: permission },
  Api: { becomes: ['AWS::ApiGateway::RestApi', ...permission] },
  CloudWatchEvent: { becomes: [...rule, ...permission] },
  CloudWatchLogs: { becomes: ['AWS::Logs::SubscriptionFilter', ...permission] },
  Cognito: { becomes: ['AWS::Cognito::UserPool', ...permission] },
  DocumentDB: { becomes: mapping, source: 'rds' },
  DynamoDB: { becomes: mapping, source: 'dynamodb' },
  EventBridgeRule: { becomes: [...rule, ...permission] },
  HttpApi: { becomes: ['AWS::ApiGatewayV2::Api', ...permission] },
  IoTRule: { becomes: ['AWS::IoT::TopicRule', ...permission] },
  Kinesis: { becomes: mapping, source: 'kinesis' },
  MQ: { becomes: mapping, source: 'mq' },
  MSK: { becomes: mapping, source: 'kafka' },
  S3: { becomes: ['AWS::S3::Bucket', ...permission] },
  SNS: { becomes: ['AWS::SNS::Subscription', ...permission] },
  SQS: { becomes: mapping, source: 'sqs' },
  Schedule: { becomes: [...rule, ...permission] },
  ScheduleV2: { becomes: ['AWS::Scheduler::Schedule', ...role] },
  SelfManagedKafka: { becomes: mapping, source: 'self-managed' },
};
