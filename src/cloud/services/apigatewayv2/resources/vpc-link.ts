import type { VpcLink } from '@aws-sdk/client-apigatewayv2';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { formatTagArn, tagging } from './tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-vpclink.html */
export const vpcLink = resourceType({
  type: 'AWS::ApiGatewayV2::VpcLink',
  service: 'apigatewayv2',
  properties: { Name: 'text', SecurityGroupIds: { list: 'text' }, SubnetIds: { list: 'text' }, Tags: 'tagMap' },
  create: {
    operation: 'CreateVpcLink',
    input: (p) => ({ ...p, Tags: tagRecord(p.Tags) }),
    physicalId: (output: VpcLink) => output.VpcLinkId,
  },
  attributes: { VpcLinkId: (output: VpcLink) => output.VpcLinkId },
  update: { operation: 'UpdateVpcLink', input: ({ Name }, { id }) => ({ Name, VpcLinkId: id }) },
  tagging: tagging(({ id, context }) => formatTagArn(context.region, `/vpclinks/${id}`)),
  delete: {
    operation: 'DeleteVpcLink',
    input: (_, { id }) => ({ VpcLinkId: id }),
    gone: ['NotFoundException'],
  },
});
