/** A queue's policy by which a service may send to it, on behalf of any resource of its. */
export const openPolicy = (Service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sqs:SendMessage', Resource: '*' }],
  });
