import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { withQualifiedSettings } from './provisioned.ts';
import { versionReading } from './readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html */
export const versionResource = withQualifiedSettings(
  resourceType({
    type: 'AWS::Lambda::Version',
    reading: versionReading,
    service: 'lambda',
    properties: {
      CodeSha256: 'text',
      Description: 'text',
      FunctionName: 'text',
      ProvisionedConcurrencyConfig: 'record',
      RuntimePolicy: 'record',
    },
    refused: { FunctionScalingConfig: 'capacity providers are not emulated' },
    create: {
      operation: 'PublishVersion',
      input: ({ ProvisionedConcurrencyConfig: _provisioned, RuntimePolicy: _policy, ...rest }) => rest,
      physicalId: (output: FunctionConfiguration) => output.FunctionArn,
    },
    attributes: {
      FunctionArn: (output: FunctionConfiguration) => output.FunctionArn,
      Version: (output: FunctionConfiguration) => output.Version,
    },
    delete: {
      operation: 'DeleteFunction',
      input: (_, { id }) => ({ FunctionName: id }),
      gone: ['ResourceNotFoundException'],
    },
  }),
);
