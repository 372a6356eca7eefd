import { describeRoot } from './describe-root.ts';

describeRoot('A root of queues, topics, events, streams and state machines, by variables of the environment', {
  name: 'messaging',
  environment: (endpoint) => ({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: '000000000000',
    AWS_SECRET_ACCESS_KEY: 'squall',
  }),
});
