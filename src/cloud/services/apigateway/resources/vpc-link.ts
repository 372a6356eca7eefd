import type { VpcLink } from '@aws-sdk/client-api-gateway';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-vpclink.html */
export const vpcLink = codedResourceType({
  type: 'AWS::ApiGateway::VpcLink',
  properties: { Description: 'text', Name: 'text', Tags: 'tags', TargetArns: { list: 'text' } },
  attributes: ['VpcLinkId'],
  async create(p, context) {
    const { id = '' } = await context.call<VpcLink>('apigateway', 'CreateVpcLink', inputOf(p));
    return { physicalId: id, attributes: { VpcLinkId: id } };
  },
  async update(state, p, previous, context) {
    const patchOperations = replacements({ Description: '/description', Name: '/name' }, p, previous);
    await context.call('apigateway', 'UpdateVpcLink', { vpcLinkId: state.physicalId, patchOperations });
    await applyTags(context, formatTagArn(context.region, `/vpclinks/${state.physicalId}`), p, previous);
    return state;
  },
  delete: ({ physicalId }, _, context) =>
    unlessGone(context.call('apigateway', 'DeleteVpcLink', { vpcLinkId: physicalId }), 'NotFoundException'),
});
