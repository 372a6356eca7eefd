import { AwsError } from '../../kernel/errors.ts';
import type { FaultModel, Trait } from '../../kernel/faults/fault-model.ts';
import { responseBytesMax, responseTooLarge } from './invocation/error-payloads.ts';

const isInvoke = (operation: string): boolean => operation === 'Invoke' || operation === 'InvokeWithResponseStream';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export const lambdaFaults: FaultModel = {
  failure: { code: 'ServiceException', status: 500 },
  throttle: { code: 'TooManyRequestsException', status: 429 },
  denial: {
    status: 403,
    permission: (operation) => (/^Invoke/.test(operation) ? 'InvokeFunction' : operation),
    arn: (name, { account, region }) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  },
  conflict: () =>
    new AwsError('ResourceConflictException', "The operation conflicts with the resource's availability.", {
      status: 409,
    }),
  answerTooLarge: (output) => ({
    ...(output as object),
    FunctionError: 'Unhandled',
    Payload: Buffer.from(JSON.stringify(responseTooLarge(responseBytesMax))),
  }),
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (isInvoke(operation)) traits.push('invoke');
    if (caller.principal === 'apigateway.amazonaws.com') traits.push('gateway');
    // Invokes by Lambda itself: of queued events and of batches.
    if (caller.principal === 'lambda.amazonaws.com' && !/^Deliver/.test(operation)) traits.push('delivery');
    // Queued events come at least once: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
    if (operation === 'DeliverEvent') traits.push('delivery', 'arrival');
    return traits;
  },
  isHandOver: ({ operation }) => isInvoke(operation) || operation === 'DeliverEvent',
};
