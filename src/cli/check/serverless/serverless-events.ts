import { type Puts, webSocketApi } from '../judge/judge-puts.ts';

const permission = 'AWS::Lambda::Permission';
const mapping = ['AWS::Lambda::EventSourceMapping'];
const queues: Puts = { becomes: mapping, source: 'mq' };

/** https://www.serverless.com/framework/docs/providers/aws/guide/events */
export const serverlessEvents: Readonly<Record<string, Puts>> = {
  activemq: queues,
  alb: {
    becomes: ['AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::ElasticLoadBalancingV2::ListenerRule', permission],
  },
  alexaSkill: { becomes: [permission] },
  alexaSmartHome: { becomes: [permission] },
  cloudFront: { becomes: ['AWS::CloudFront::Distribution', permission] },
  cloudwatchEvent: { becomes: ['AWS::Events::Rule', permission] },
  cloudwatchLog: { becomes: ['AWS::Logs::SubscriptionFilter', permission] },
  cognitoUserPool: { becomes: ['AWS::Cognito::UserPool', permission] },
  eventBridge: { becomes: ['AWS::Events::Rule', permission] },
  http: {
    becomes: [
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::Resource',
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::Deployment',
      permission,
    ],
  },
  httpApi: {
    becomes: [
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Stage',
      permission,
    ],
  },
  iot: { becomes: ['AWS::IoT::TopicRule', permission] },
  iotFleetProvisioning: { becomes: ['AWS::IoT::ProvisioningTemplate', permission] },
  kafka: { becomes: mapping, source: 'self-managed' },
  msk: { becomes: mapping, source: 'kafka' },
  rabbitmq: queues,
  s3: { becomes: ['AWS::S3::Bucket', permission] },
  schedule: { becomes: ['AWS::Events::Rule', 'AWS::Scheduler::Schedule', permission] },
  sns: { becomes: ['AWS::SNS::Topic', 'AWS::SNS::Subscription', permission] },
  sqs: { becomes: mapping, source: 'sqs' },
  stream: { becomes: mapping },
  websocket: {
    with: webSocketApi,
    becomes: [
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Stage',
      permission,
    ],
  },
};

/** Of functions: settings that are properties of AWS::Lambda::Function under another name, or resources of their own. */
export const functionSettings: Readonly<Record<string, string>> = {
  architecture: 'AWS::Lambda::Function.Architectures',
  environment: 'AWS::Lambda::Function.Environment',
  ephemeralStorageSize: 'AWS::Lambda::Function.EphemeralStorage',
  fileSystemConfig: 'AWS::Lambda::Function.FileSystemConfigs',
  kmsKeyArn: 'AWS::Lambda::Function.KmsKeyArn',
  layers: 'AWS::Lambda::Function.Layers',
  memorySize: 'AWS::Lambda::Function.MemorySize',
  onError: 'AWS::Lambda::Function.DeadLetterConfig',
  provisionedConcurrency: 'AWS::Lambda::Alias.ProvisionedConcurrencyConfig',
  reservedConcurrency: 'AWS::Lambda::Function.ReservedConcurrentExecutions',
  runtime: 'AWS::Lambda::Function.Runtime',
  runtimeManagement: 'AWS::Lambda::Function.RuntimeManagementConfig',
  snapStart: 'AWS::Lambda::Function.SnapStart',
  timeout: 'AWS::Lambda::Function.Timeout',
  tracing: 'AWS::Lambda::Function.TracingConfig',
  url: 'AWS::Lambda::Url',
  vpc: 'AWS::Lambda::Function.VpcConfig',
  destinations: 'AWS::Lambda::EventInvokeConfig',
};

/** Plugins that put resources into the template, with them; nothing for those that build, run or call what is here. */
export const plugins: Readonly<Record<string, Puts>> = {
  'serverless-api-gateway-caching': { becomes: ['AWS::ApiGateway::Stage'] },
  'serverless-api-gateway-throttling': { becomes: ['AWS::ApiGateway::Stage'] },
  'serverless-apigateway-service-proxy': { becomes: ['AWS::ApiGateway::Method'] },
  'serverless-appsync-plugin': { becomes: ['AWS::AppSync::GraphQLApi'] },
  'serverless-aws-documentation': { becomes: ['AWS::ApiGateway::DocumentationPart'] },
  'serverless-bundle': { becomes: [] },
  'serverless-deployment-bucket': { becomes: ['AWS::S3::Bucket'] },
  'serverless-domain-manager': { becomes: ['AWS::Route53::RecordSet'] },
  'serverless-dotenv-plugin': { becomes: [] },
  'serverless-dynamodb': { becomes: [] },
  'serverless-dynamodb-autoscaling': { becomes: ['AWS::ApplicationAutoScaling::ScalableTarget'] },
  'serverless-dynamodb-local': { becomes: [] },
  'serverless-esbuild': { becomes: [] },
  'serverless-export-env': { becomes: [] },
  'serverless-iam-roles-per-function': { becomes: ['AWS::IAM::Role'] },
  'serverless-lift': { becomes: ['AWS::CloudFormation::CustomResource'] },
  'serverless-localstack': { becomes: [] },
  'serverless-offline': { becomes: [] },
  'serverless-offline-sns': { becomes: [] },
  'serverless-offline-sqs': { becomes: [] },
  'serverless-plugin-aws-alerts': { becomes: ['AWS::CloudWatch::Alarm', 'AWS::SNS::Topic'] },
  'serverless-plugin-canary-deployments': { becomes: ['AWS::CodeDeploy::DeploymentGroup'] },
  'serverless-plugin-common-excludes': { becomes: [] },
  'serverless-plugin-include-dependencies': { becomes: [] },
  'serverless-plugin-lambda-dead-letter': { becomes: ['AWS::SQS::Queue'] },
  'serverless-plugin-log-retention': { becomes: ['AWS::Logs::LogGroup'] },
  'serverless-plugin-resource-tagging': { becomes: [] },
  'serverless-plugin-split-stacks': { becomes: ['AWS::CloudFormation::Stack'] },
  'serverless-plugin-tracing': { becomes: [] },
  'serverless-plugin-typescript': { becomes: [] },
  'serverless-plugin-warmup': { becomes: ['AWS::Events::Rule'] },
  'serverless-prune-plugin': { becomes: [] },
  'serverless-pseudo-parameters': { becomes: [] },
  'serverless-python-requirements': { becomes: [] },
  'serverless-s3-local': { becomes: [] },
  'serverless-s3-sync': { becomes: ['AWS::S3::Bucket'] },
  'serverless-step-functions': { becomes: ['AWS::StepFunctions::StateMachine', 'AWS::IAM::Role'] },
  'serverless-webpack': { becomes: [] },
};
