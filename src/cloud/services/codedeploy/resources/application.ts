import { resourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-application.html */
export const application = resourceType({
  type: 'AWS::CodeDeploy::Application',
  service: 'codedeploy',
  properties: { ApplicationName: 'text', ComputePlatform: 'text', Tags: 'tags' },
  name: { property: 'ApplicationName', max: 100 },
  create: {
    operation: 'CreateApplication',
    input: (p, { id }) => ({ applicationName: id, computePlatform: p.ComputePlatform, tags: p.Tags }),
  },
  update: { operation: 'GetApplication', input: (_p, { id }) => ({ applicationName: id }) },
  tagging: {
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (_p, { id, context: { region, account } }) => ({
      ResourceArn: `arn:aws:codedeploy:${region}:${account}:application:${id}`,
    }),
  },
  delete: { operation: 'DeleteApplication', input: (_p, { id }) => ({ applicationName: id }) },
});
