import { isDeepStrictEqual } from 'node:util';
import { hashOf } from '../../../../../kernel/blobs.ts';
import { isBucketNotificationsHandler } from '../../../../../service-kit/bucket-notifications-handler.ts';
import type { Properties, ResourceContext } from '../../../../../service-kit/contract.ts';
import { resourcesOf } from '../../../state.ts';
import { isRecord } from '../../template/template.ts';
import type { Run } from '../run.ts';

/*
 * The CDK sets notifications of buckets by a custom resource whose function is Python that the CDK brings along. What it
 * does is known, so it is done here: apps with `bucket.addEventNotification` deploy where there is no Python.
 * https://github.com/aws/aws-cdk/blob/main/packages/@aws-cdk/custom-resource-handlers/lib/aws-s3/notifications-resource-handler/index.py
 */

const resourceType = 'Custom::S3BucketNotifications';

/** Whether the function behind a custom resource is the CDK's own handler of notifications, as a stack has made it. */
export function isBucketNotifications(run: Run, type: string, { ServiceToken }: Properties): boolean {
  if (type !== resourceType) return false;
  const name = String(ServiceToken).split(':').at(-1);
  return resourcesOf(run.state, run.stackId).some(
    ({ type: of, state, properties }) =>
      of === 'AWS::Lambda::Function' && state?.physicalId === name && isBucketNotificationsHandler(properties),
  );
}

type Configuration = Readonly<Record<string, unknown>>;
const kinds = ['TopicConfigurations', 'QueueConfigurations', 'LambdaFunctionConfigurations'] as const;

/** What the resource is asked to be, and was. */
export interface NotificationsWish {
  readonly requestType: 'Create' | 'Update' | 'Delete';
  readonly properties: Properties;
  readonly previous: Properties | undefined;
}

/** As the handler does: all of the bucket's notifications are the stack's, or (`Managed: false`) those that it added. */
export async function putBucketNotifications(wish: NotificationsWish, context: ResourceContext): Promise<void> {
  const { requestType, properties } = wish;
  const { BucketName: Bucket, SkipDestinationValidation } = properties;
  const own = configurationIn(properties);
  const isManaged = isTrue(properties.Managed ?? true);
  const NotificationConfiguration = isManaged
    ? requestType === 'Delete'
      ? {}
      : own
    : await merged(wish, own, context);
  await context.call('s3', 'PutBucketNotificationConfiguration', {
    Bucket,
    NotificationConfiguration,
    SkipDestinationValidation: isTrue(SkipDestinationValidation),
  });
}

/** The bucket's, without what the stack had added and with what it adds. */
async function merged(wish: NotificationsWish, own: Configuration, context: ResourceContext): Promise<Configuration> {
  const { requestType, properties, previous } = wish;
  const { stackId } = context;
  const there = await context.call<Configuration>('s3', 'GetBucketNotificationConfiguration', {
    Bucket: properties.BucketName,
  });
  const former = configurationIn(previous ?? {});
  const isOwn = (kind: string, one: Configuration): boolean =>
    requestType === 'Update'
      ? listOf(former, kind).some((known) => isDeepStrictEqual(plain(known), plain(one)))
      : requestType === 'Delete' && String(one.Id).startsWith(`${stackId}-`);
  const added = requestType === 'Delete' ? {} : own;
  const lists = kinds.map((kind) => [
    kind,
    [
      ...listOf(there, kind).filter((one) => !isOwn(kind, one)),
      ...listOf(added, kind).map((one) => ({
        ...one,
        Id: `${stackId}-${hashOf(Buffer.from(JSON.stringify(plain(one))))}`,
      })),
    ],
  ]);
  const bridge = added.EventBridgeConfiguration ?? there.EventBridgeConfiguration;
  return { ...Object.fromEntries(lists), ...(isRecord(bridge) && { EventBridgeConfiguration: bridge }) };
}

const configurationIn = ({ NotificationConfiguration: configuration }: Properties): Configuration =>
  isRecord(configuration) ? configuration : {};

const listOf = (configuration: Configuration, kind: string): readonly Configuration[] => {
  const list = configuration[kind];
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

/** What makes two configurations the same: neither their ids nor the order and the case of their rules. */
function plain({ Id: _, Filter, ...rest }: Configuration): unknown {
  const key = isRecord(Filter) && isRecord(Filter.Key) ? Filter.Key : {};
  const rules = listOf(key, 'FilterRules').map(({ Name, Value }) => `${String(Name).toLowerCase()}=${String(Value)}`);
  return { rest: Object.entries(rest).sort(), rules: rules.sort() };
}

const isTrue = (value: unknown): boolean => String(value).toLowerCase() === 'true';
