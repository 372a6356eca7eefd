import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { eventInvokeConfigReading } from './readings.ts';

const properties = {
  DestinationConfig: 'record',
  FunctionName: 'text',
  MaximumEventAgeInSeconds: 'number',
  MaximumRetryAttempts: 'number',
  Qualifier: 'text',
} as const satisfies Kinds;

const put = {
  operation: 'PutFunctionEventInvokeConfig',
  input: (p: Values<typeof properties>) => ({ ...p, DestinationConfig: p.DestinationConfig ?? {} }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfigResource = resourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  reading: eventInvokeConfigReading,
  service: 'lambda',
  properties,
  create: {
    ...put,
    physicalId: (_, _p, { context }) => `${context.stackName}-EventInvokeConfig-${context.logicalId}`,
  },
  update: put,
  delete: {
    operation: 'DeleteFunctionEventInvokeConfig',
    input: ({ FunctionName, Qualifier }) => ({ FunctionName, Qualifier }),
    gone: ['ResourceNotFoundException'],
  },
});
