import type { BasePathMapping } from '@aws-sdk/client-api-gateway';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { privateDomainIn } from './domain-name.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';

const patchable = { RestApiId: '/restapiId', Stage: '/stage' };
const none = '(none)';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-basepathmapping.html */
export const basePathMapping = resourceType({
  type: 'AWS::ApiGateway::BasePathMapping',
  service: 'apigateway',
  properties: { BasePath: 'text', DomainName: 'text', RestApiId: 'text', Stage: 'text' },
  refused: { Id: 'AWS ignores it' },
  create: {
    operation: 'CreateBasePathMapping',
    input: inputOf,
    physicalId: (output: BasePathMapping, { DomainName }) => `${DomainName}|${output.basePath}`,
  },
  update: {
    operation: 'UpdateBasePathMapping',
    input: (p, { previous }) => ({
      domainName: p.DomainName,
      basePath: p.BasePath || none,
      patchOperations: replacements(patchable, p, previous),
    }),
  },
  delete: {
    operation: 'DeleteBasePathMapping',
    input: ({ DomainName, BasePath }) => ({ domainName: DomainName, basePath: BasePath || none }),
    gone: ['NotFoundException'],
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-basepathmappingv2.html */
export const basePathMappingV2 = resourceType({
  type: 'AWS::ApiGateway::BasePathMappingV2',
  service: 'apigateway',
  properties: { BasePath: 'text', DomainNameArn: 'text', RestApiId: 'text', Stage: 'text' },
  create: {
    operation: 'CreateBasePathMapping',
    input: ({ DomainNameArn = '', ...p }) => ({ ...inputOf(p), ...privateDomainIn(DomainNameArn) }),
    physicalId: (output: BasePathMapping, { DomainNameArn }) => arnOf(DomainNameArn, output),
  },
  attributes: { BasePathMappingArn: (output: BasePathMapping, { DomainNameArn }) => arnOf(DomainNameArn, output) },
  update: {
    operation: 'UpdateBasePathMapping',
    input: (p, { previous }) => ({
      ...privateDomainIn(p.DomainNameArn ?? ''),
      basePath: p.BasePath || none,
      patchOperations: replacements(patchable, p, previous),
    }),
  },
  delete: {
    operation: 'DeleteBasePathMapping',
    input: ({ DomainNameArn = '', BasePath }) => ({ ...privateDomainIn(DomainNameArn), basePath: BasePath || none }),
    gone: ['NotFoundException'],
  },
});

const arnOf = (domainNameArn: string | undefined, { basePath }: BasePathMapping): string =>
  `${domainNameArn}/basepathmappings/${basePath}`;
