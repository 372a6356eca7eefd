import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import type { Kinds, Values } from '../../../service-kit/properties.ts';

const common = {
  Event: 'text',
  Filter: { members: { S3Key: { members: { Rules: { list: { members: { Name: 'text', Value: 'text' } } } } } } },
} as const satisfies Kinds;

/** A configuration as templates write it. */
const notificationKinds = {
  EventBridgeConfiguration: { members: { EventBridgeEnabled: 'flag' } },
  LambdaConfigurations: { list: { members: { ...common, Function: 'text' } } },
  QueueConfigurations: { list: { members: { ...common, Queue: 'text' } } },
  TopicConfigurations: { list: { members: { ...common, Topic: 'text' } } },
} as const satisfies Kinds;

export const notificationKind = { members: notificationKinds } as const;

type Declared = Values<typeof notificationKinds>;
type Common = Values<typeof common>;

/** A configuration as templates write it → as PutBucketNotificationConfiguration takes it. */
export function notificationConfiguration(declared: Declared): NotificationConfiguration {
  const { EventBridgeConfiguration, LambdaConfigurations = [], QueueConfigurations = [] } = declared;
  const { TopicConfigurations = [] } = declared;
  return {
    TopicConfigurations: TopicConfigurations.map((one) => ({ TopicArn: one.Topic, ...commonOf(one) })),
    QueueConfigurations: QueueConfigurations.map((one) => ({ QueueArn: one.Queue, ...commonOf(one) })),
    LambdaFunctionConfigurations: LambdaConfigurations.map((one) => ({
      LambdaFunctionArn: one.Function,
      ...commonOf(one),
    })),
    // AWS: enabled where it is named, unless it says otherwise.
    ...(EventBridgeConfiguration &&
      EventBridgeConfiguration.EventBridgeEnabled !== false && { EventBridgeConfiguration: {} }),
  };
}

const commonOf = ({ Event, Filter }: Common) => ({
  Events: Event === undefined ? [] : [Event as 's3:ObjectCreated:*'],
  ...(Filter && {
    Filter: {
      Key: {
        FilterRules: (Filter.S3Key?.Rules ?? []).map(({ Name, Value }) => ({
          Name: Name as 'prefix' | 'suffix',
          Value,
        })),
      },
    },
  }),
});
