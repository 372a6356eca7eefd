import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { ResourceType } from '../../../service-kit/contract.ts';
import { asText, given, ignoringAbsence } from './properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html */
export const versionResource: ResourceType = {
  properties: ['CodeSha256', 'Description', 'FunctionName', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  async create(properties, context) {
    if (properties.ProvisionedConcurrencyConfig !== undefined) throw new UnsupportedError('provisioned concurrency');
    if (properties.RuntimePolicy !== undefined) throw new UnsupportedError('AWS::Lambda::Version RuntimePolicy');
    const version = await context.call<FunctionConfiguration>('lambda', 'PublishVersion', {
      FunctionName: asText(properties.FunctionName),
      ...given({ CodeSha256: asText(properties.CodeSha256), Description: asText(properties.Description) }),
    });
    const arn = version.FunctionArn ?? '';
    return { physicalId: arn, attributes: { FunctionArn: arn, Version: version.Version } };
  },
  async delete(state, _properties, context) {
    const FunctionName = state.physicalId;
    await ignoringAbsence(context.call('lambda', 'DeleteFunction', { FunctionName }));
  },
};
