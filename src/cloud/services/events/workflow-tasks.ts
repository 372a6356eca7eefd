import { isJsonObject, type JsonObject } from '../../kernel/json.ts';
import { type TaskOrigin, WorkflowTaskFailure, type WorkflowTasks } from '../../service-kit/workflow-tasks.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
export const eventsWorkflowTasks: WorkflowTasks = {
  resource: 'events',
  sdkName: 'eventbridge',
  errorPrefix: 'EventBridge',
  client: 'AmazonEventBridge',
  clientError: 'AmazonEventBridgeException',
  tasks: {
    putEvents: {
      patterns: ['request', 'waitForTaskToken'],
      required: ['Entries'],
      prepare: ({ Entries, ...rest }, origin) => ({
        ...rest,
        Entries: Array.isArray(Entries) ? Entries.map((entry) => asEntry(entry, origin)) : Entries,
      }),
      present: refuseFailedEntries,
    },
  },
};

/** Its detail as text, and what sent it among its resources. */
function asEntry(entry: unknown, { executionArn, machineArn }: TaskOrigin): unknown {
  if (!isJsonObject(entry)) return entry;
  const { Detail, Resources } = entry;
  return {
    ...entry,
    ...(Detail !== undefined && { Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail) }),
    Resources: [...(Array.isArray(Resources) ? Resources : []), executionArn, machineArn],
  };
}

/** The task fails where one of its events was not taken, with the whole answer as the cause. */
function refuseFailedEntries(output: JsonObject): JsonObject {
  if (output.FailedEntryCount === 0 || output.FailedEntryCount === undefined) return output;
  throw new WorkflowTaskFailure('EventBridge.FailedEntry', JSON.stringify(output));
}
