import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { flagIn, numberIn, recordIn, textIn, unlessGone } from '../../../service-kit/properties.ts';

/**
 * Rotation by a function of the stack. `HostedRotationLambda` is a transform of AWS's own and not understood.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html
 */
export const rotationSchedule: ResourceType = {
  properties: ['RotateImmediatelyOnUpdate', 'RotationLambdaARN', 'RotationRules', 'SecretId'],
  async create(properties, context) {
    await rotate(properties, context);
    const physicalId = textIn(properties, 'SecretId') ?? '';
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update(state, properties, _previous, context) {
    await rotate(properties, context);
    return state;
  },
  async delete(_state, properties, context) {
    const deletion = context.call('secretsmanager', 'CancelRotateSecret', { SecretId: textIn(properties, 'SecretId') });
    await unlessGone(deletion, 'ResourceNotFoundException', 'InvalidRequestException');
  },
};

function rotate(properties: Properties, context: ResourceContext) {
  const rules = recordIn(properties, 'RotationRules');
  return context.call('secretsmanager', 'RotateSecret', {
    SecretId: textIn(properties, 'SecretId'),
    RotationLambdaARN: textIn(properties, 'RotationLambdaARN'),
    RotationRules: rules && {
      AutomaticallyAfterDays: numberIn(rules, 'AutomaticallyAfterDays'),
      Duration: textIn(rules, 'Duration'),
      ScheduleExpression: textIn(rules, 'ScheduleExpression'),
    },
    RotateImmediately: flagIn(properties, 'RotateImmediatelyOnUpdate'),
  });
}
