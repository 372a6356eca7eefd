import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';

const nameMax = 80;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicy: ResourceType = {
  properties: ['PolicyDocument', 'Queues'],
  async create(properties, context) {
    await apply(textsIn(properties, 'Queues'), properties, context);
    const Id = context.generateName(nameMax);
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, properties, previous, context) {
    const queues = textsIn(properties, 'Queues');
    await apply(queues, properties, context);
    await clear(
      textsIn(previous, 'Queues').filter((queue) => !queues.includes(queue)),
      context,
    );
    return state;
  },
  delete: (_state, properties, context) => clear(textsIn(properties, 'Queues'), context),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queueinlinepolicy.html */
export const queueInlinePolicy: ResourceType = {
  properties: ['PolicyDocument', 'Queue'],
  async create(properties, context) {
    const queue = textIn(properties, 'Queue') ?? '';
    await apply([queue], properties, context);
    return { physicalId: queue };
  },
  async update(state, properties, _previous, context) {
    await apply([state.physicalId], properties, context);
    return state;
  },
  delete: (state, _properties, context) => clear([state.physicalId], context),
};

const apply = (queues: readonly string[], properties: Properties, context: ResourceContext): Promise<void> =>
  setPolicy(queues, documentIn(properties, 'PolicyDocument') ?? '', context);

/** Of queues that are already gone nothing needs to be cleared. */
async function clear(queues: readonly string[], context: ResourceContext): Promise<void> {
  for (const queue of queues) await unlessGone(setPolicy([queue], '', context), 'QueueDoesNotExist');
}

async function setPolicy(queues: readonly string[], Policy: string, context: ResourceContext): Promise<void> {
  for (const QueueUrl of queues) {
    await context.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  }
}
