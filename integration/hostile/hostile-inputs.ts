import { deepJson } from './wild-values.ts';

/** A call of the admin API: what is hostile in it, service, operation, input. */
type HostileCall = readonly [string, string, string, object];

const many = 100_000;
const wildcards = '*a'.repeat(1000);
/** The worst for a matcher with wildcards: from each place it compares to the end. */
const almost = `*${'a'.repeat(1000)}b`;
const open = '{'.repeat(many);
const statement = (rest: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
const policy = statement({
  Principal: '*',
  Action: [`sqs:${wildcards}`, `kms:${wildcards}`],
  Resource: [`arn:aws:sqs:*:*:${wildcards}`, `arn:aws:sqs:*:*:${almost}`],
  Condition: {
    StringLike: { 'aws:UserAgent': [wildcards, almost] },
    ArnLike: { 'aws:SourceArn': `arn:${wildcards}:${almost}` },
  },
});
const filter = (pattern: unknown) => ({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } });
const source = { FunctionName: 'none', EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:none' };
const parameters = (pattern: string, value: string) =>
  JSON.stringify({
    Parameters: { P: { Type: 'String', AllowedPattern: pattern, Default: value } },
    Resources: { Q: { Type: 'AWS::SQS::Queue' } },
  });

/** Each is refused, in whatever words. */
export const hostileInputs: readonly HostileCall[] = [
  [
    'event filters, deep',
    'lambda',
    'CreateEventSourceMapping',
    { ...source, FilterCriteria: { Filters: [{ Pattern: deepJson(many) }] } },
  ],
  [
    'event filters of prefixes and suffixes',
    'lambda',
    'CreateEventSourceMapping',
    { ...source, ...filter({ body: [{ prefix: wildcards }, { suffix: almost }] }) },
  ],
  [
    'event filters of wildcards',
    'lambda',
    'CreateEventSourceMapping',
    { ...source, ...filter({ body: [{ wildcard: almost }] }) },
  ],
  [
    'event filters of anything-but',
    'lambda',
    'CreateEventSourceMapping',
    { ...source, ...filter({ body: [{ 'anything-but': Array.from({ length: 1000 }, () => almost) }] }) },
  ],
  [
    'permissions of functions',
    'lambda',
    'AddPermission',
    {
      FunctionName: 'none',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
      SourceArn: `arn:aws:s3:::${wildcards}`,
    },
  ],
  [
    'functions of permissions',
    'lambda',
    'AddPermission',
    { FunctionName: `${'a:'.repeat(many)}!`, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: '*' },
  ],
  [
    'AllowedPattern, nested',
    'cloudformation',
    'ValidateTemplate',
    { TemplateBody: parameters('((a*)*)*b', 'a'.repeat(3000)).slice(0, -1) },
  ],
  [
    'AllowedPattern of lookaheads',
    'cloudformation',
    'CreateStack',
    { StackName: 'l', TemplateBody: parameters('^(?=(a+)+b)(a|aa)+$', 'a'.repeat(3000)) },
  ],
  [
    'AllowedPattern of back references',
    'ssm',
    'PutParameter',
    { Name: 'b', Type: 'String', AllowedPattern: '(a*)*\\1b', Value: 'a'.repeat(3000) },
  ],
  ['names of parameters', 'ssm', 'PutParameter', { Name: `/${'a/'.repeat(many)}!`, Type: 'String', Value: 'v' }],
  ['paths of parameters', 'ssm', 'GetParametersByPath', { Path: `/${'a/'.repeat(many)}!` }],
  ['sets of tags', 's3', 'PutObject', { Bucket: 'a'.repeat(60), Key: 'k', Tagging: `${'a=&'.repeat(many)}=` }],
  [
    'policies of roles',
    'iam',
    'CreateRole',
    { RoleName: 'r', AssumeRolePolicyDocument: statement({ Principal: { AWS: wildcards }, Action: almost }) },
  ],
  ['policies, deep', 'secretsmanager', 'PutResourcePolicy', { SecretId: 'none', ResourcePolicy: deepJson(many) }],
  [
    'ARNs of policies',
    'iam',
    'AttachRolePolicy',
    { RoleName: 'none', PolicyArn: `arn:aws:iam::aws:policy/${'a/'.repeat(many)}!` },
  ],
  [
    'origins of CORS',
    'apigatewayv2',
    'CreateApi',
    { Name: 'a', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: [`a${'+.-'.repeat(many)}`] } },
  ],
  [
    'issuers of JWT',
    'apigatewayv2',
    'CreateAuthorizer',
    {
      ApiId: 'none',
      AuthorizerType: 'JWT',
      Name: 'j',
      IdentitySource: [`$request.header.${'a.'.repeat(many)}`],
      JwtConfiguration: { Issuer: `http://${'a.'.repeat(many)}!`, Audience: ['a'] },
    },
  ],
  [
    'URIs of integrations',
    'apigatewayv2',
    'CreateIntegration',
    { ApiId: 'none', IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'GET', IntegrationUri: `http://x/${open}` },
  ],
  ['filters of groups', 'logs', 'DescribeLogGroups', { logGroupNamePattern: `${wildcards}!`, logGroupNamePrefix: 'x' }],
  [
    'hosts of templates',
    'cloudformation',
    'CreateStack',
    { StackName: 'u', TemplateURL: `https://a.s3${'-a.s3'.repeat(20_000)}/k` },
  ],
];

/** Each is answered: there is nothing wrong with it but its size. */
export const answeredInputs: readonly HostileCall[] = [
  ['policies of keys', 'kms', 'CreateKey', { Policy: policy }],
  ['policies of queues', 'sqs', 'CreateQueue', { QueueName: 'policy', Attributes: { Policy: policy } }],
  [
    'prefixes and delimiters of keys',
    's3',
    'ListObjectsV2',
    { Bucket: 'a'.repeat(60), Prefix: 'a'.repeat(1000), Delimiter: 'a/'.repeat(400) },
  ],
  [
    'filters of secrets',
    'secretsmanager',
    'ListSecrets',
    { Filters: [{ Key: 'all', Values: ['!a '.repeat(100), 'a'.repeat(500)] }] },
  ],
  [
    'filters of parameters',
    'ssm',
    'DescribeParameters',
    { ParameterFilters: [{ Key: 'Name', Option: 'Contains', Values: ['a'.repeat(500)] }] },
  ],
  ['patterns of groups', 'logs', 'DescribeLogGroups', { logGroupNamePattern: 'a'.repeat(500) }],
  ['prefixes of alarms', 'cloudwatch', 'DescribeAlarms', { AlarmNamePrefix: 'a'.repeat(255) }],
];
