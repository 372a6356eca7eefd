import type * as Sdk from '@aws-sdk/client-s3';
import type { Properties } from '../../../service-kit/contract.ts';
import { present } from '../../../service-kit/resource-reading.ts';

/* Settings as S3 answers them → as templates write them: the way back of bucket-settings.ts. */

/** GetBucketCors. */
export const corsOf = (told: Sdk.GetBucketCorsOutput | undefined): Properties | undefined =>
  told && {
    CorsRules: told.CORSRules?.map(({ ID, ExposeHeaders, MaxAgeSeconds, ...rule }) =>
      present({ ...rule, Id: ID, ExposedHeaders: ExposeHeaders, MaxAge: MaxAgeSeconds }),
    ),
  };

/** GetBucketLogging. */
export const loggingOf = (told: Sdk.GetBucketLoggingOutput | undefined): Properties | undefined =>
  told?.LoggingEnabled &&
  present({
    DestinationBucketName: told.LoggingEnabled.TargetBucket,
    LogFilePrefix: told.LoggingEnabled.TargetPrefix || undefined,
    TargetObjectKeyFormat: told.LoggingEnabled.TargetObjectKeyFormat,
  });

/** GetBucketWebsite. */
export const websiteOf = (told: Sdk.GetBucketWebsiteOutput | undefined): Properties | undefined =>
  told &&
  present({
    ErrorDocument: told.ErrorDocument?.Key,
    IndexDocument: told.IndexDocument?.Suffix,
    RedirectAllRequestsTo: told.RedirectAllRequestsTo,
    RoutingRules: told.RoutingRules?.map(({ Redirect, Condition }) =>
      present({ RedirectRule: Redirect, RoutingRuleCondition: Condition }),
    ),
  });

/** GetBucketLifecycleConfiguration. */
export const lifecycleOf = (told: Sdk.GetBucketLifecycleConfigurationOutput | undefined): Properties | undefined =>
  told && { Rules: told.Rules?.map(ruleOf) };

function ruleOf(rule: Sdk.LifecycleRule): Properties {
  const { Filter = {}, Expiration } = rule;
  const conditions = { ...Filter, ...Filter.And };
  return present({
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    ExpirationDate: Expiration?.Date?.toISOString(),
    ExpirationInDays: Expiration?.Days,
    ExpiredObjectDeleteMarker: Expiration?.ExpiredObjectDeleteMarker || undefined,
    Id: rule.ID,
    NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
    NoncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map(({ NoncurrentDays, ...rest }) => ({
      ...rest,
      TransitionInDays: NoncurrentDays,
    })),
    ObjectSizeGreaterThan: conditions.ObjectSizeGreaterThan,
    ObjectSizeLessThan: conditions.ObjectSizeLessThan,
    Prefix: conditions.Prefix || undefined,
    Status: rule.Status,
    TagFilters: Filter.Tag ? [Filter.Tag] : Filter.And?.Tags,
    Transitions: rule.Transitions?.map(({ Date: at, Days, StorageClass }) =>
      present({ StorageClass, TransitionDate: at?.toISOString(), TransitionInDays: Days }),
    ),
  });
}

/** GetBucketNotificationConfiguration; templates have one event in each configuration. */
export function notificationsOf(told: Sdk.NotificationConfiguration | undefined): Properties | undefined {
  if (!told) return undefined;
  return present({
    EventBridgeConfiguration: told.EventBridgeConfiguration ? { EventBridgeEnabled: true } : undefined,
    LambdaConfigurations: told.LambdaFunctionConfigurations?.flatMap((one) =>
      eventsOf(one).map((each) => ({ ...each, Function: one.LambdaFunctionArn })),
    ),
    QueueConfigurations: told.QueueConfigurations?.flatMap((one) =>
      eventsOf(one).map((each) => ({ ...each, Queue: one.QueueArn })),
    ),
    TopicConfigurations: told.TopicConfigurations?.flatMap((one) =>
      eventsOf(one).map((each) => ({ ...each, Topic: one.TopicArn })),
    ),
  });
}

function eventsOf({ Events = [], Filter }: Pick<Sdk.QueueConfiguration, 'Events' | 'Filter'>): object[] {
  const Rules = Filter?.Key?.FilterRules;
  return Events.map((Event) => ({ Event, ...(Rules?.length && { Filter: { S3Key: { Rules } } }) }));
}
