import type { Service } from '../../service-kit/contract.ts';
import { snsAccess } from './access.ts';
import { deliverNotification } from './deliveries/deliver-notification.ts';
import { certificatePlane, linkPlane } from './deliveries/link-planes.ts';
import { snsExploredState } from './explored-state.ts';
import { snsFaults } from './faults.ts';
import { snsMetrics } from './metrics/metrics.ts';
import { createTopic } from './operations/create-topic.ts';
import { addPermission, removePermission } from './operations/permissions.ts';
import * as applications from './operations/platform-applications.ts';
import * as endpoints from './operations/platform-endpoints.ts';
import { publish, publishBatch } from './operations/publish.ts';
import * as sms from './operations/sms.ts';
import { subscribe } from './operations/subscribe.ts';
import * as subscriptions from './operations/subscriptions.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { deleteTopic, getTopicAttributes, listTopics, setTopicAttributes } from './operations/topics.ts';
import { outboxPlane } from './outbox/outbox-plane.ts';
import { snsResources } from './resources/resources.ts';
import { type SnsRuntime, startRuntime } from './runtime.ts';
import { snsShapes } from './shapes.ts';
import { openSnsState, type SnsState } from './state.ts';
import { snsStoredOnly } from './stored-only.ts';
import { snsTagging } from './tagging.ts';
import { topicPolicy } from './topics/policy.ts';
import { snsWorkflowTasks } from './workflow-tasks.ts';

/** Amazon SNS: topics and their subscriptions. */
export const sns: Service<SnsState, SnsRuntime> = {
  name: 'sns',
  title: 'SNS',
  faults: snsFaults,
  exploredState: snsExploredState,
  state: openSnsState,
  shapes: snsShapes,
  wording: { code: 'ValidationError' },
  metrics: snsMetrics,
  access: snsAccess,
  resourcePolicy: topicPolicy,
  operations: {
    CreateTopic: createTopic,
    DeleteTopic: deleteTopic,
    GetTopicAttributes: getTopicAttributes,
    SetTopicAttributes: setTopicAttributes,
    ListTopics: listTopics,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
    AddPermission: addPermission,
    RemovePermission: removePermission,

    Subscribe: subscribe,
    ConfirmSubscription: subscriptions.confirmSubscription,
    Unsubscribe: subscriptions.unsubscribe,
    GetSubscriptionAttributes: subscriptions.getSubscriptionAttributes,
    SetSubscriptionAttributes: subscriptions.setSubscriptionAttributes,
    ListSubscriptions: subscriptions.listSubscriptions,
    ListSubscriptionsByTopic: subscriptions.listSubscriptionsByTopic,

    Publish: publish,
    PublishBatch: publishBatch,
    // Ours: made by the scheduler alone, the wire does not know it.
    DeliverNotification: deliverNotification,

    CreatePlatformApplication: applications.createPlatformApplication,
    DeletePlatformApplication: applications.deletePlatformApplication,
    GetPlatformApplicationAttributes: applications.getPlatformApplicationAttributes,
    SetPlatformApplicationAttributes: applications.setPlatformApplicationAttributes,
    ListPlatformApplications: applications.listPlatformApplications,
    CreatePlatformEndpoint: endpoints.createPlatformEndpoint,
    DeleteEndpoint: endpoints.deleteEndpoint,
    GetEndpointAttributes: endpoints.getEndpointAttributes,
    SetEndpointAttributes: endpoints.setEndpointAttributes,
    ListEndpointsByPlatformApplication: endpoints.listEndpointsByPlatformApplication,

    SetSMSAttributes: sms.setSmsAttributes,
    GetSMSAttributes: sms.getSmsAttributes,
    CheckIfPhoneNumberIsOptedOut: sms.checkIfPhoneNumberIsOptedOut,
    ListPhoneNumbersOptedOut: sms.listPhoneNumbersOptedOut,
    OptInPhoneNumber: sms.optInPhoneNumber,
    ListOriginationNumbers: sms.listOriginationNumbers,
    GetSMSSandboxAccountStatus: sms.getSmsSandboxAccountStatus,
    CreateSMSSandboxPhoneNumber: sms.createSmsSandboxPhoneNumber,
    VerifySMSSandboxPhoneNumber: sms.verifySmsSandboxPhoneNumber,
    DeleteSMSSandboxPhoneNumber: sms.deleteSmsSandboxPhoneNumber,
    ListSMSSandboxPhoneNumbers: sms.listSmsSandboxPhoneNumbers,
  },
  resourceOf: (_operation, { TopicArn, TargetArn, SubscriptionArn, ResourceArn, Name, Message }) =>
    topicNameIn(TopicArn ?? TargetArn ?? SubscriptionArn ?? ResourceArn ?? Name ?? topicOf(Message)),
  resources: snsResources,
  tagging: snsTagging,
  storedOnly: snsStoredOnly,
  dataPlanes: [outboxPlane, certificatePlane, linkPlane],
  workflowTasks: snsWorkflowTasks,
  start: startRuntime,
};

/** The topic's name in its ARN or in a subscription's. */
const topicNameIn = (reference: unknown): string | undefined => {
  if (typeof reference !== 'string') return undefined;
  return reference.startsWith('arn:') ? reference.split(':')[5] : reference;
};

/** Of deliveries. */
const topicOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'topicArn' in message ? message.topicArn : undefined;
