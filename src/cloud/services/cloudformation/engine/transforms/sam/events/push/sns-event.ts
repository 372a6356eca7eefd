import { InvalidEvent } from '../../language/errors.ts';
import { referredId } from '../../language/intrinsics.ts';
import { type Fields, isTruthy, member } from '../../language/values.ts';
import { isABoolean, isAMap, isAText, isOneOf, optional, passed, required } from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import { snsSubscription } from '../../resources/sns.ts';
import { sqsQueue, sqsQueuePolicy, topicSendsMessages } from '../../resources/sqs.ts';
import type { EventContext, EventType } from '../event-type.ts';
import { sqsEvent } from '../pull/pull-events.ts';
import { permissionOf } from './permission.ts';

const principal = 'sns.amazonaws.com';

/** AWS: messages of a queue that the transform polls. */
const batchSizeDefault = 10;

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html */
export const snsEvent: EventType = {
  type: 'SNS',
  principal,
  properties: {
    Topic: required(isAText),
    Region: optional(isAText),
    FilterPolicy: passed(),
    FilterPolicyScope: passed(),
    SqsSubscription: optional(isOneOf(isABoolean, isAMap)),
    RedrivePolicy: optional(isAMap),
  },
  toCloudFormation: (event, context) => {
    const queue = event.get('SqsSubscription');
    if (!isTruthy(queue)) return invokedByTopic(event, context);
    return queue === true ? throughOwnQueue(event, context) : throughGivenQueue(event, context, queue as Fields);
  },
};

function invokedByTopic(event: Resource, { function: invoked }: EventContext): Resource[] {
  const sourceArn = event.get('Topic');
  return [
    permissionOf(event.logicalId, invoked, { principal, sourceArn }),
    subscription(event, invoked, 'lambda', invoked.runtimeAttribute('arn')),
  ];
}

function throughOwnQueue(event: Resource, context: EventContext): Resource[] {
  const { passedAttributes: attributes } = context.function;
  const queue = new Resource(sqsQueue, `${event.logicalId}Queue`, { attributes });
  const isFifo = fifoOf(event, context);
  if (isTruthy(isFifo)) queue.set('FifoQueue', isFifo);
  const arn = queue.runtimeAttribute('arn');
  const policy = queuePolicy(event, context, { arn, url: queue.runtimeAttribute('queue_url') });
  const subscribed = subscription(event, context.function, 'sqs', arn);
  return [...polled(event, context, arn), queue, policy, subscribed];
}

function throughGivenQueue(event: Resource, context: EventContext, queue: Fields): Resource[] {
  const { QueueArn: arn, QueueUrl: url, QueuePolicyLogicalId: policyId, BatchSize: batchSize } = queue;
  if (!isTruthy(arn) || !isTruthy(url)) {
    throw new InvalidEvent(String(event.relativeId), 'No QueueARN or QueueURL provided.');
  }
  const policy = queuePolicy(event, context, { arn, url, policyId });
  const subscribed = subscription(event, context.function, 'sqs', arn);
  return [...polled(event, context, arn, batchSize), policy, subscribed];
}

/** What the topic, where it is one of the template's, says of FIFO. */
function fifoOf(event: Resource, { template, parameters }: EventContext): unknown {
  const id = referredId(event.get('Topic'));
  const properties = id ? member(member(template.Resources, id), 'Properties') : undefined;
  return parameters.resolve(member(properties, 'FifoTopic') ?? false);
}

function subscription(event: Resource, invoked: Resource, protocol: string, endpoint: unknown): Resource {
  const { passedAttributes: attributes } = invoked;
  const made = new Resource(snsSubscription, event.logicalId, { attributes });
  made.set('Protocol', protocol);
  made.set('Endpoint', endpoint);
  made.set('TopicArn', event.get('Topic'));
  for (const name of ['Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy']) made.set(name, event.get(name));
  return made;
}

interface SubscribedQueue {
  readonly arn: unknown;
  readonly url: unknown;
  readonly policyId?: unknown;
}

function queuePolicy(event: Resource, context: EventContext, { arn, url, policyId }: SubscribedQueue): Resource {
  const { passedAttributes: attributes } = context.function;
  const id = isTruthy(policyId) ? policyId : `${event.logicalId}QueuePolicy`;
  const policy = new Resource(sqsQueuePolicy, id, { attributes });
  policy.set('PolicyDocument', topicSendsMessages(event.get('Topic'), arn));
  policy.set('Queues', [url]);
  return policy;
}

function polled(event: Resource, context: EventContext, queueArn: unknown, batchSize?: unknown): Resource[] {
  const { passedAttributes: attributes } = context.function;
  const source = new Resource(sqsEvent, `${event.logicalId}EventSourceMapping`, { attributes });
  source.set('Queue', queueArn);
  source.set('BatchSize', isTruthy(batchSize) ? batchSize : batchSizeDefault);
  source.set('Enabled', true);
  return sqsEvent.toCloudFormation(source, context);
}
