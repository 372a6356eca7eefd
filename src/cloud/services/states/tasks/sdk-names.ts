/** Services in AWS's SDK for Java 2, by their names in resources; others are their names with a capital. */
const names: Readonly<Record<string, string>> = {
  apigateway: 'ApiGateway',
  apigatewayv2: 'ApiGatewayV2',
  appconfig: 'AppConfig',
  appconfigdata: 'AppConfigData',
  applicationautoscaling: 'ApplicationAutoScaling',
  cloudformation: 'CloudFormation',
  cloudwatch: 'CloudWatch',
  cloudwatchlogs: 'CloudWatchLogs',
  cognitoidentityprovider: 'CognitoIdentityProvider',
  dynamodb: 'DynamoDb',
  dynamodbstreams: 'DynamoDbStreams',
  eventbridge: 'EventBridge',
  resourcegroupstaggingapi: 'ResourceGroupsTaggingApi',
  secretsmanager: 'SecretsManager',
  xray: 'XRay',
};

/** `Sfn` of `aws-sdk:sfn:describeExecution`: before the names of its errors, and in their causes. */
export const javaService = (sdkName: string): string =>
  Object.hasOwn(names, sdkName) ? (names[sdkName] ?? sdkName) : sdkName.charAt(0).toUpperCase() + sdkName.slice(1);

/** The class of an error: `NoSuchKey` is a NoSuchKeyException, a `KMSInternalException` a KmsInternalException. */
export const javaException = (shape: string): string =>
  exceptionOf(shape).replace(/[A-Z]{2,}(?=[A-Z][a-z]|\d|$)/g, (word) => word.charAt(0) + word.slice(1).toLowerCase());

/** The same in the older SDK, which leaves capitals alone. */
export const exceptionOf = (shape: string): string =>
  shape.endsWith('Exception') ? shape : `${shape.replace(/Fault$/, '')}Exception`;
