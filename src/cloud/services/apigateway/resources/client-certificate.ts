import type { ClientCertificate } from '@aws-sdk/client-api-gateway';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-clientcertificate.html */
export const clientCertificate = codedResourceType({
  type: 'AWS::ApiGateway::ClientCertificate',
  properties: { Description: 'text', Tags: 'tags' },
  attributes: ['ClientCertificateId'],
  async create(p, context) {
    const made = await context.call<ClientCertificate>('apigateway', 'GenerateClientCertificate', inputOf(p));
    const { clientCertificateId: id = '' } = made;
    return { physicalId: id, attributes: { ClientCertificateId: id } };
  },
  async update(state, p, previous, context) {
    const id = state.physicalId;
    await context.call('apigateway', 'UpdateClientCertificate', {
      clientCertificateId: id,
      patchOperations: replacements({ Description: '/description' }, p, previous),
    });
    await applyTags(context, formatTagArn(context.region, `/clientcertificates/${id}`), p, previous);
    return state;
  },
  delete: ({ physicalId }, _, context) =>
    unlessGone(
      context.call('apigateway', 'DeleteClientCertificate', { clientCertificateId: physicalId }),
      'NotFoundException',
    ),
});
