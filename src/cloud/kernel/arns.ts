/** The parts of an Amazon Resource Name; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** The partition of a region: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** `formatArn({ service: 'sqs', region: 'eu-west-1', account: '000000000000', resource: 'q' })` */
export function formatArn(arn: Omit<Arn, 'partition'>): string {
  return `arn:${partitionOf(arn.region)}:${arn.service}:${arn.region}:${arn.account}:${arn.resource}`;
}

/** Undefined when `text` is not an ARN; the resource keeps its own colons and slashes. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([^:]*):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}
