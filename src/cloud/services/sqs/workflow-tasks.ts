import type { WorkflowTasks } from '../../service-kit/workflow-tasks.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export const sqsWorkflowTasks: WorkflowTasks = {
  resource: 'sqs',
  sdkName: 'sqs',
  errorPrefix: 'SQS',
  client: 'AmazonSQS',
  clientError: 'AmazonSQSException',
  tasks: {
    sendMessage: {
      patterns: ['request', 'waitForTaskToken'],
      required: ['QueueUrl', 'MessageBody'],
      prepare: ({ MessageBody, ...rest }) => ({
        ...rest,
        ...(MessageBody !== undefined && {
          MessageBody: typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody),
        }),
      }),
    },
  },
};
