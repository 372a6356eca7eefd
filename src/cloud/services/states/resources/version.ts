import type * as Sdk from '@aws-sdk/client-sfn';
import { resourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachineversion.html */
export const stateMachineVersion = resourceType({
  type: 'AWS::StepFunctions::StateMachineVersion',
  service: 'states',
  properties: { Description: 'text', StateMachineArn: 'text', StateMachineRevisionId: 'text' },
  create: {
    operation: 'PublishStateMachineVersion',
    input: (p) => ({
      stateMachineArn: p.StateMachineArn,
      revisionId: p.StateMachineRevisionId,
      description: p.Description,
    }),
    physicalId: ({ stateMachineVersionArn }: Sdk.PublishStateMachineVersionOutput) => stateMachineVersionArn,
  },
  attributes: { Arn: ({ stateMachineVersionArn }) => stateMachineVersionArn },
  delete: { operation: 'DeleteStateMachineVersion', input: (_p, { id }) => ({ stateMachineVersionArn: id }) },
  importing: {
    identifiers: ['Arn'],
    async find({ Arn = '' }, context) {
      await context.call('states', 'DescribeStateMachine', { stateMachineArn: Arn });
      return { physicalId: Arn, attributes: { Arn } };
    },
  },
});
