import type { Properties, ResourceType } from '../../../service-kit/contract.ts';
import { asNumber, asText, given, ignoringAbsence } from './properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfigResource: ResourceType = {
  properties: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  async create(properties, context) {
    await context.call('lambda', 'PutFunctionEventInvokeConfig', inputOf(properties));
    return { physicalId: `${context.stackName}-EventInvokeConfig-${context.logicalId}` };
  },
  async update(state, properties, _previous, context) {
    await context.call('lambda', 'PutFunctionEventInvokeConfig', inputOf(properties));
    return state;
  },
  async delete(_state, properties, context) {
    const { FunctionName, Qualifier } = inputOf(properties);
    await ignoringAbsence(context.call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier }));
  },
};

const inputOf = (properties: Properties) =>
  given({
    FunctionName: asText(properties.FunctionName),
    Qualifier: asText(properties.Qualifier),
    MaximumRetryAttempts: asNumber(properties.MaximumRetryAttempts),
    MaximumEventAgeInSeconds: asNumber(properties.MaximumEventAgeInSeconds),
    DestinationConfig: properties.DestinationConfig ?? {},
  });
