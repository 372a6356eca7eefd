import type { WorkflowTasks } from '../../service-kit/workflow-tasks.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export const snsWorkflowTasks: WorkflowTasks = {
  resource: 'sns',
  sdkName: 'sns',
  errorPrefix: 'SNS',
  client: 'AmazonSNS',
  clientError: 'AmazonSNSException',
  tasks: {
    publish: {
      patterns: ['request', 'waitForTaskToken'],
      required: ['Message'],
      prepare: ({ Message, ...rest }) => ({
        ...rest,
        ...(Message !== undefined && { Message: typeof Message === 'string' ? Message : JSON.stringify(Message) }),
      }),
    },
  },
};
