import { createHash } from 'node:crypto';

/** Services with gateway endpoints: routes lead to their prefix lists. */
export const gatewayServices: readonly string[] = ['dynamodb', 's3'];

/** Services with interface endpoints that apps ask for most. */
const interfaceServices: readonly string[] = [
  'appsync-api',
  'athena',
  'autoscaling',
  'cloudformation',
  'dynamodb',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'ecs',
  'elasticloadbalancing',
  'events',
  'execute-api',
  'glue',
  'kinesis-firehose',
  'kinesis-streams',
  'kms',
  'lambda',
  'logs',
  'monitoring',
  'rds',
  'rds-data',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'states',
  'sts',
  'sync-states',
  'xray',
];

/** `com.amazonaws.eu-west-1.s3` → `s3`; undefined for what is not of this region. */
export function shortServiceName(name: string, region: string): string | undefined {
  const prefix = `com.amazonaws.${region}.`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

interface OfferedService {
  readonly name: string;
  readonly short: string;
  readonly type: 'Gateway' | 'Interface';
}

/** What endpoints can lead to, as DescribeVpcEndpointServices tells it. */
export const offeredServices = (region: string): readonly OfferedService[] =>
  [
    ...gatewayServices.map((short) => ({ short, type: 'Gateway' as const })),
    ...interfaceServices.map((short) => ({ short, type: 'Interface' as const })),
  ].map(({ short, type }) => ({ name: `com.amazonaws.${region}.${short}`, short, type }));

/** AWS's own prefix lists, each with an id that its name decides. */
export const managedPrefixLists = (region: string): readonly { readonly id: string; readonly name: string }[] =>
  gatewayServices.map((short) => {
    const name = `com.amazonaws.${region}.${short}`;
    return { id: prefixListId(name), name };
  });

/** `pl-` and eight hex digits. */
export const prefixListId = (name: string): string =>
  `pl-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
