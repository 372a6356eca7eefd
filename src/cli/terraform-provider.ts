/**
 * Services as the AWS provider of Terraform and OpenTofu names their endpoints, in versions 5 and 6: those that are here,
 * and those that projects use beside them, so that no call for one of these leaves this machine.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/custom-service-endpoints
 */
export const terraformEndpoints: readonly string[] = [
  ...[
    'acm',
    'apigateway',
    'apigatewayv2',
    'appautoscaling',
    'appconfig',
    'apprunner',
    'appsync',
    'athena',
    'autoscaling',
  ],
  ...[
    'backup',
    'batch',
    'bedrock',
    'budgets',
    'cloudcontrol',
    'cloudformation',
    'cloudfront',
    'cloudtrail',
    'cloudwatch',
  ],
  ...['codeartifact', 'codebuild', 'codecommit', 'codedeploy', 'codepipeline', 'cognitoidentity', 'cognitoidp'],
  ...[
    'configservice',
    'docdb',
    'dynamodb',
    'ec2',
    'ecr',
    'ecrpublic',
    'ecs',
    'efs',
    'eks',
    'elasticache',
    'elb',
    'elbv2',
  ],
  ...['emr', 'events', 'firehose', 'glue', 'guardduty', 'iam', 'iot', 'kafka', 'kinesis', 'kinesisanalyticsv2', 'kms'],
  ...['lakeformation', 'lambda', 'location', 'logs', 'memorydb', 'mq', 'mwaa', 'neptune', 'opensearch'],
  ...['opensearchserverless', 'organizations', 'pinpoint', 'pipes', 'rds', 'redshift', 'resourcegroups'],
  ...[
    'resourcegroupstaggingapi',
    'route53',
    'route53resolver',
    's3',
    's3control',
    's3tables',
    'sagemaker',
    'scheduler',
  ],
  ...[
    'schemas',
    'secretsmanager',
    'serverlessrepo',
    'servicecatalog',
    'servicediscovery',
    'ses',
    'sesv2',
    'sfn',
    'sns',
  ],
  ...['sqs', 'ssm', 'ssoadmin', 'sts', 'swf', 'synthetics', 'transfer', 'wafv2', 'xray'],
];

interface Provider {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
}

/** The arguments of the provider; the account is asked for, as ARNs hold it. */
function argumentsOf({ account, region }: Provider) {
  return {
    region,
    access_key: account,
    secret_key: 'squall',
    // A root's own profile is for real accounts, and would be looked for first.
    profile: null,
    s3_use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
  };
}

/** The provider block of a root, as its file or as an override file beside it. */
export function terraformProvider(provider: Provider): string {
  const lines = (entries: Readonly<Record<string, unknown>>, indent: string) => {
    const width = Math.max(...Object.keys(entries).map(({ length }) => length));
    return Object.entries(entries).map(([name, value]) => `${indent}${name.padEnd(width)} = ${JSON.stringify(value)}`);
  };
  const endpoints = Object.fromEntries(terraformEndpoints.map((name) => [name, provider.endpoint]));
  return [
    '# Save it as squall_override.tf beside a root: Terraform merges it into the provider block that is there.',
    'provider "aws" {',
    ...lines(argumentsOf(provider), '  '),
    '  # No role: that of the root is of a real account.',
    '  dynamic "assume_role" {',
    '    for_each = []',
    '    content {}',
    '  }',
    '  endpoints {',
    ...lines(endpoints, '    '),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** The same in Terraform's JSON syntax, for a file `squall_override.tf.json`. */
export function terraformProviderJson(provider: Provider): string {
  const endpoints = Object.fromEntries(terraformEndpoints.map((name) => [name, provider.endpoint]));
  const dynamic = { assume_role: { for_each: [], content: {} } };
  const aws = { ...argumentsOf(provider), dynamic, endpoints: [endpoints] };
  return `${JSON.stringify({ provider: { aws } }, null, 2)}\n`;
}
