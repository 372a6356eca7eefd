import type { FaultModel } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/CommonErrors.html */
export const appConfigFaults: FaultModel = {
  failure: {
    code: 'InternalServerException',
    status: 500,
    message: 'There was an internal failure in the AppConfig service.',
  },
  throttle: { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
};
