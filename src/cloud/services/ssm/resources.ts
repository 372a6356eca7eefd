import { AwsError } from '../../kernel/errors.ts';
import type { ResourceType } from '../../service-kit/contract.ts';
import { resourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { parameterArn } from './parameters/names.ts';
import { parameterReading } from './parameters/parameter-reading.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
const parameter = resourceType({
  type: 'AWS::SSM::Parameter',
  reading: parameterReading,
  service: 'ssm',
  properties: {
    AllowedPattern: 'text',
    DataType: 'text',
    Description: 'text',
    Name: 'text',
    Policies: 'text',
    Tags: 'tagMap',
    Tier: 'text',
    Type: 'text',
    Value: 'text',
  },
  // An SSM name may begin neither with aws nor with ssm.
  name: { property: 'Name', max: 500, prefix: 'CFN-' },
  create: { operation: 'PutParameter', input: (p, { id }) => ({ ...notSecret(p), Name: id }) },
  attributes: {
    Type: (_, p) => p.Type,
    Value: (_, p) => p.Value,
    Arn: (_, _p, { id, context }) => parameterArn(id, context),
  },
  update: {
    operation: 'PutParameter',
    // Tags cannot be given where a parameter is overwritten.
    input: (p, { id }) => ({ ...notSecret(p), Name: id, Overwrite: true, Tags: undefined }),
    isDescribing: true,
  },
  tagging: {
    tag: 'AddTagsToResource',
    untag: 'RemoveTagsFromResource',
    on: (_, { id }) => ({ ResourceType: 'Parameter', ResourceId: id }),
  },
  delete: { operation: 'DeleteParameter', input: (_, { id }) => ({ Name: id }), gone: ['ParameterNotFound'] },
});

/** The CloudFormation resource types of Parameter Store. */
export const ssmResources: Readonly<Record<string, ResourceType>> = resourceTypes(parameter);

/** CloudFormation makes no secrets: their value would be in the template. */
function notSecret<P extends { readonly Type?: string | undefined }>(p: P): P {
  if (p.Type !== 'SecureString') return p;
  throw new AwsError('ValidationException', 'CloudFormation does not support creating a SecureString parameter type.');
}
