import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Properties, ResourceType } from '../../../service-kit/contract.ts';
import { asText, given, ignoringAbsence } from './properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html */
export const aliasResource: ResourceType = {
  properties: [
    'Description',
    'FunctionName',
    'FunctionVersion',
    'Name',
    'ProvisionedConcurrencyConfig',
    'RoutingConfig',
  ],
  async create(properties, context) {
    const { AliasArn = '' } = await context.call<AliasConfiguration>('lambda', 'CreateAlias', inputOf(properties));
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },
  async update(state, properties, _previous, context) {
    const { Description = '', RoutingConfig = { AdditionalVersionWeights: {} }, ...rest } = inputOf(properties);
    await context.call('lambda', 'UpdateAlias', { ...rest, Description, RoutingConfig });
    return state;
  },
  async delete(_state, properties, context) {
    const { FunctionName, Name } = inputOf(properties);
    await ignoringAbsence(context.call('lambda', 'DeleteAlias', { FunctionName, Name }));
  },
};

interface VersionWeight {
  readonly FunctionVersion: unknown;
  readonly FunctionWeight: unknown;
}

function inputOf(properties: Properties) {
  if (properties.ProvisionedConcurrencyConfig !== undefined) throw new UnsupportedError('provisioned concurrency');
  const routing = properties.RoutingConfig as { readonly AdditionalVersionWeights?: VersionWeight[] } | undefined;
  const weights = routing?.AdditionalVersionWeights?.map((one) => [one.FunctionVersion, Number(one.FunctionWeight)]);
  return given({
    FunctionName: asText(properties.FunctionName),
    Name: asText(properties.Name),
    FunctionVersion: asText(properties.FunctionVersion),
    Description: asText(properties.Description),
    RoutingConfig: weights && { AdditionalVersionWeights: Object.fromEntries(weights) as Record<string, number> },
  });
}
