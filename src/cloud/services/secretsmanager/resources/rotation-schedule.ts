import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';

const properties = {
  RotateImmediatelyOnUpdate: 'flag',
  RotationLambdaARN: 'text',
  RotationRules: { members: { AutomaticallyAfterDays: 'number', Duration: 'text', ScheduleExpression: 'text' } },
  SecretId: 'text',
} as const satisfies Kinds;

const rotate = {
  operation: 'RotateSecret',
  input: ({ RotateImmediatelyOnUpdate: RotateImmediately, ...rest }: Values<typeof properties>) => ({
    ...rest,
    RotateImmediately,
  }),
};

/**
 * Rotation by a function of the stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html
 */
export const rotationSchedule = resourceType({
  type: 'AWS::SecretsManager::RotationSchedule',
  service: 'secretsmanager',
  properties,
  refused: {
    ExternalSecretRotationMetadata: 'secrets of other vendors are not emulated',
    ExternalSecretRotationRoleArn: 'secrets of other vendors are not emulated',
    HostedRotationLambda: 'takes the transform AWS::SecretsManager-2024-09-16',
  },
  create: { ...rotate, physicalId: (_, p) => p.SecretId },
  attributes: { Id: (_, p) => p.SecretId },
  update: rotate,
  delete: {
    operation: 'CancelRotateSecret',
    input: ({ SecretId }) => ({ SecretId }),
    gone: ['ResourceNotFoundException', 'InvalidRequestException'],
  },
});
