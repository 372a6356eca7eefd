import type { Service } from '../../service-kit/contract.ts';
import { queuePolicy, sqsAccess } from './access.ts';
import { sqsExploredState } from './explored-state.ts';
import { sqsFaults } from './faults.ts';
import { sqsMetrics } from './metrics/metrics.ts';
import { runMessageMoveTask } from './move-tasks/run-message-move-task.ts';
import { changeMessageVisibility, changeMessageVisibilityBatch } from './operations/change-message-visibility.ts';
import { createQueue } from './operations/create-queue.ts';
import { deleteMessage, deleteMessageBatch } from './operations/delete-message.ts';
import { deleteQueue, purgeQueue } from './operations/delete-queue.ts';
import { getQueueUrl, listDeadLetterSourceQueues, listQueues } from './operations/list-queues.ts';
import * as moveTasks from './operations/message-move-tasks.ts';
import { addPermission, removePermission } from './operations/permissions.ts';
import { getQueueAttributes, setQueueAttributes } from './operations/queue-attributes.ts';
import { receiveMessage } from './operations/receive-message.ts';
import { sendMessage } from './operations/send-message.ts';
import { sendMessageBatch } from './operations/send-message-batch.ts';
import { listQueueTags, tagQueue, untagQueue } from './operations/tags.ts';
import { sqsResources } from './resources/resources.ts';
import { type SqsRuntime, startRuntime } from './runtime.ts';
import { sqsShapes } from './shapes.ts';
import { openSqsState, type SqsState } from './state.ts';
import { sqsTagging } from './tagging.ts';
import { sqsWorkflowTasks } from './workflow-tasks.ts';

/** Amazon SQS: standard and FIFO queues. */
export const sqs: Service<SqsState, SqsRuntime> = {
  name: 'sqs',
  title: 'SQS',
  faults: sqsFaults,
  exploredState: sqsExploredState,
  state: openSqsState,
  shapes: sqsShapes,
  metrics: sqsMetrics,
  access: sqsAccess,
  resourcePolicy: queuePolicy,
  operations: {
    CreateQueue: createQueue,
    DeleteQueue: deleteQueue,
    PurgeQueue: purgeQueue,
    GetQueueUrl: getQueueUrl,
    ListQueues: listQueues,
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
    GetQueueAttributes: getQueueAttributes,
    SetQueueAttributes: setQueueAttributes,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
    ListQueueTags: listQueueTags,
    AddPermission: addPermission,
    RemovePermission: removePermission,

    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    ReceiveMessage: receiveMessage,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,

    StartMessageMoveTask: moveTasks.startMessageMoveTask,
    CancelMessageMoveTask: moveTasks.cancelMessageMoveTask,
    ListMessageMoveTasks: moveTasks.listMessageMoveTasks,
    // Ours: made by the scheduler alone, the wire does not know it.
    RunMessageMoveTask: runMessageMoveTask,
  },
  resourceOf: (_operation, input) => lastStep(input.QueueUrl ?? input.QueueName ?? input.SourceArn),
  resources: sqsResources,
  tagging: sqsTagging,
  workflowTasks: sqsWorkflowTasks,
  start: startRuntime,
};

/** The name in a queue's URL or ARN. */
const lastStep = (address: unknown): string | undefined =>
  typeof address === 'string' ? address.split(/[/:]/).at(-1) : undefined;
