import type { Properties } from './contract.ts';

const description = 'AWS CloudFormation handler for "Custom::S3BucketNotifications" resources (@aws-cdk/aws-s3)';
/** What is in the code of every version of the handler, and of nothing else by that description. */
const marks = ['def handle_managed(', 'def handle_unmanaged(', 's3.put_bucket_notification_configuration('];

/**
 * Whether a function, by its properties in a template, is the CDK's own handler of `Custom::S3BucketNotifications`. It is
 * Python; CloudFormation does its work itself, so it need not run.
 */
export function isBucketNotificationsHandler({ Code, Description }: Properties): boolean {
  const source = (Code as { readonly ZipFile?: unknown } | undefined)?.ZipFile;
  return Description === description && typeof source === 'string' && marks.every((mark) => source.includes(mark));
}
