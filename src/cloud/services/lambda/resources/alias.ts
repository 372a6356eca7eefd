import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { withQualifiedSettings } from './provisioned.ts';
import { aliasReading } from './readings.ts';

const properties = {
  Description: 'text',
  FunctionName: 'text',
  FunctionVersion: 'text',
  Name: 'text',
  ProvisionedConcurrencyConfig: 'record',
  RoutingConfig: {
    members: {
      AdditionalVersionWeights: { list: { members: { FunctionVersion: 'text', FunctionWeight: 'number' } } },
    },
  },
} as const satisfies Kinds;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html */
export const aliasResource = withQualifiedSettings(
  resourceType({
    type: 'AWS::Lambda::Alias',
    reading: aliasReading,
    service: 'lambda',
    properties,
    create: {
      operation: 'CreateAlias',
      input: (p) => inputOf(p),
      physicalId: (output: AliasConfiguration) => output.AliasArn,
    },
    attributes: { AliasArn: (output: AliasConfiguration) => output.AliasArn },
    update: {
      operation: 'UpdateAlias',
      input: (p) => {
        const { Description = '', RoutingConfig = { AdditionalVersionWeights: {} }, ...rest } = inputOf(p);
        return { ...rest, Description, RoutingConfig };
      },
    },
    delete: {
      operation: 'DeleteAlias',
      input: ({ FunctionName, Name }) => ({ FunctionName, Name }),
      gone: ['ResourceNotFoundException'],
    },
  }),
);

function inputOf({ ProvisionedConcurrencyConfig: _provisioned, RoutingConfig, ...rest }: Values<typeof properties>) {
  const weights = RoutingConfig?.AdditionalVersionWeights?.map(
    ({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight] as const,
  );
  return {
    ...rest,
    RoutingConfig: weights && {
      AdditionalVersionWeights: Object.fromEntries(weights) as Record<string, number | undefined>,
    },
  };
}
