import type { ApiMapping } from '@aws-sdk/client-apigatewayv2';
import { resourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-apimapping.html */
export const apiMapping = resourceType({
  type: 'AWS::ApiGatewayV2::ApiMapping',
  service: 'apigatewayv2',
  properties: { ApiId: 'text', ApiMappingKey: 'text', DomainName: 'text', Stage: 'text' },
  create: {
    operation: 'CreateApiMapping',
    input: (p) => p,
    physicalId: (output: ApiMapping) => output.ApiMappingId,
  },
  attributes: { ApiMappingId: (output: ApiMapping) => output.ApiMappingId },
  update: {
    operation: 'UpdateApiMapping',
    input: ({ ApiMappingKey = '', ...p }, { id }) => ({ ...p, ApiMappingKey, ApiMappingId: id }),
  },
  delete: {
    operation: 'DeleteApiMapping',
    input: ({ DomainName }, { id }) => ({ DomainName, ApiMappingId: id }),
    gone: ['NotFoundException'],
  },
});
