import type { FaultModel } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-codes-table-server */
export const ec2Faults: FaultModel = {
  failure: { code: 'InternalError', status: 500, message: 'An internal error has occurred' },
  throttle: { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' },
};
