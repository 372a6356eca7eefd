import type { FaultModel } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
export const secretsFaults: FaultModel = {
  failure: { code: 'InternalServiceError', status: 500 },
  throttle: { code: 'ThrottlingException', status: 400 },
  denial: { arn: (name, { account, region }) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}` },
};
