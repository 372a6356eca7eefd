import type { FaultModel } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/CommonErrors.html */
export const codeDeployFaults: FaultModel = {
  failure: {
    code: 'InternalFailure',
    status: 500,
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  },
  throttle: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
};
