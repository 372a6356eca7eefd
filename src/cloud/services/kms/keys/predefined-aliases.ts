/**
 * Names of AWS's own keys that every account has from the beginning: `ListAliases` shows them without a target until a
 * key is asked for by one of them.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
 */
export const predefinedAliases: readonly string[] = [
  'acm',
  'backup',
  'dynamodb',
  'ebs',
  'elasticfilesystem',
  'es',
  'glue',
  'kinesis',
  'kinesisvideo',
  'lambda',
  'rds',
  'redshift',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'xray',
].map((service) => `alias/aws/${service}`);
