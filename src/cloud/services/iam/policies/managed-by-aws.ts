const allow = (actions: readonly string[], resources: string | readonly string[] = '*'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }] });

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const networkInterfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * The AWS managed policies that serverless stacks attach, by what follows `policy/`. Others may be attached by a
 * well-formed ARN, but nobody here knows what they say.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const documents: Readonly<Record<string, string>> = {
  AdministratorAccess: allow(['*']),
  AmazonS3FullAccess: allow(['s3:*', 's3-object-lambda:*']),
  AmazonS3ReadOnlyAccess: allow([
    's3:Get*',
    's3:List*',
    's3:Describe*',
    's3-object-lambda:Get*',
    's3-object-lambda:List*',
  ]),
  AWSXRayDaemonWriteAccess: allow([
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ]),
  'service-role/AWSLambdaBasicExecutionRole': allow(logs),
  'service-role/AWSLambdaDynamoDBExecutionRole': allow([
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...logs,
  ]),
  'service-role/AWSLambdaRole': allow(['lambda:InvokeFunction']),
  'service-role/AWSLambdaSQSQueueExecutionRole': allow([
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logs,
  ]),
  'service-role/AWSLambdaVPCAccessExecutionRole': allow([...logs, ...networkInterfaces]),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': allow([
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ]),
};

const arnPattern = /^arn:aws(?:-cn|-us-gov)?:iam::aws:policy\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]+)$/;

/** Is this the ARN of a policy that belongs to AWS? */
export const isAwsManaged = (arn: string): boolean => arnPattern.test(arn);

/** What an AWS managed policy says; undefined for those that are not listed here. */
export function awsManagedDocument(arn: string): string | undefined {
  const name = arnPattern.exec(arn)?.[1];
  return name !== undefined && Object.hasOwn(documents, name) ? documents[name] : undefined;
}

/** The parts of an AWS managed policy's ARN: `/service-role/` and `AWSLambdaRole`. */
export function awsManagedName(arn: string): { readonly path: string; readonly name: string } {
  const parts = (arnPattern.exec(arn)?.[1] ?? '').split('/');
  const name = parts.pop() ?? '';
  return { path: parts.length === 0 ? '/' : `/${parts.join('/')}/`, name };
}

/** ARNs of the policies whose contents are known, in order. */
export const awsManagedArns: readonly string[] = Object.keys(documents)
  .map((name) => `arn:aws:iam::aws:policy/${name}`)
  .sort();
