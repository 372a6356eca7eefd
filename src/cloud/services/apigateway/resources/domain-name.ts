import type { DomainName, DomainNameAccessAssociation } from '@aws-sdk/client-api-gateway';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType, resourceType } from '../../../service-kit/resource-type.ts';
import { domainNameReading } from './more-readings.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';
import { applyTags } from './tag-changes.ts';

const endpointConfiguration = { members: { IpAddressType: 'text', Types: { list: 'text' } } } as const;

const patchable = {
  CertificateArn: '/certificateArn',
  EndpointAccessMode: '/endpointAccessMode',
  OwnershipVerificationCertificateArn: '/ownershipVerificationCertificateArn',
  RegionalCertificateArn: '/regionalCertificateArn',
  RoutingMode: '/routingMode',
  SecurityPolicy: '/securityPolicy',
};

const truststore = {
  TruststoreUri: '/mutualTlsAuthentication/truststoreUri',
  TruststoreVersion: '/mutualTlsAuthentication/truststoreVersion',
};

/** What the service does not leave empty is as it was before the template said anything. */
const defaults = { RoutingMode: 'BASE_PATH_MAPPING_ONLY', SecurityPolicy: 'TLS_1_2' };

const attributesOf = (domain: DomainName) => ({
  DistributionDomainName: domain.distributionDomainName,
  DistributionHostedZoneId: domain.distributionHostedZoneId,
  DomainNameArn: domain.domainNameArn,
  RegionalDomainName: domain.regionalDomainName,
  RegionalHostedZoneId: domain.regionalHostedZoneId,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainname.html */
export const domainName = codedResourceType({
  type: 'AWS::ApiGateway::DomainName',
  reading: domainNameReading,
  properties: {
    CertificateArn: 'text',
    DomainName: 'text',
    EndpointAccessMode: 'text',
    EndpointConfiguration: endpointConfiguration,
    MutualTlsAuthentication: { members: { TruststoreUri: 'text', TruststoreVersion: 'text' } },
    OwnershipVerificationCertificateArn: 'text',
    RegionalCertificateArn: 'text',
    RoutingMode: 'text',
    SecurityPolicy: 'text',
    Tags: 'tags',
  },
  attributes: [
    'DistributionDomainName',
    'DistributionHostedZoneId',
    'DomainNameArn',
    'RegionalDomainName',
    'RegionalHostedZoneId',
  ],
  async create(p, context) {
    const made = await context.call<DomainName>('apigateway', 'CreateDomainName', inputOf(p));
    return { physicalId: made.domainName ?? '', attributes: attributesOf(made) };
  },
  async update(state, p, previous, context) {
    const types = (of: typeof p) => of.EndpointConfiguration?.Types?.[0] ?? 'EDGE';
    const changes = replacements(patchable, { ...defaults, ...p }, { ...defaults, ...previous });
    const mutual = replacements(truststore, p.MutualTlsAuthentication ?? {}, previous.MutualTlsAuthentication ?? {});
    const type = { op: 'replace', path: `/endpointConfiguration/types/${types(previous)}`, value: types(p) };
    const updated = await context.call<DomainName>('apigateway', 'UpdateDomainName', {
      domainName: state.physicalId,
      patchOperations: [...changes, ...mutual, ...(types(p) === types(previous) ? [] : [type])],
    });
    if (updated.domainNameArn) await applyTags(context, updated.domainNameArn, p, previous);
    return { ...state, attributes: attributesOf(updated) };
  },
  delete: ({ physicalId }, _, context) =>
    unlessGone(context.call('apigateway', 'DeleteDomainName', { domainName: physicalId }), 'NotFoundException'),
});

/** The name and the id that the ARN of a private domain ends in. */
export function privateDomainIn(arn: string): { readonly domainName: string; readonly domainNameId?: string } {
  const [domainName = '', domainNameId] = arn.slice(arn.lastIndexOf('/') + 1).split('+');
  return { domainName, ...(domainNameId !== undefined && { domainNameId }) };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainnamev2.html */
export const domainNameV2 = codedResourceType({
  type: 'AWS::ApiGateway::DomainNameV2',
  properties: {
    CertificateArn: 'text',
    DomainName: 'text',
    EndpointAccessMode: 'text',
    EndpointConfiguration: endpointConfiguration,
    Policy: 'document',
    RoutingMode: 'text',
    SecurityPolicy: 'text',
    Tags: 'tags',
  },
  attributes: ['DomainNameArn', 'DomainNameId'],
  async create(p, context) {
    const made = await context.call<DomainName>('apigateway', 'CreateDomainName', inputOf(p));
    const { domainNameArn = '', domainNameId } = made;
    return { physicalId: domainNameArn, attributes: { DomainNameArn: domainNameArn, DomainNameId: domainNameId } };
  },
  async update(state, p, previous, context) {
    const { CertificateArn, EndpointAccessMode, RoutingMode } = patchable;
    const paths = { CertificateArn, EndpointAccessMode, RoutingMode, Policy: '/policy' };
    await context.call('apigateway', 'UpdateDomainName', {
      ...privateDomainIn(state.physicalId),
      patchOperations: replacements(paths, { ...defaults, ...p }, { ...defaults, ...previous }),
    });
    await applyTags(context, state.physicalId, p, previous);
    return state;
  },
  delete: ({ physicalId }, _, context) =>
    unlessGone(context.call('apigateway', 'DeleteDomainName', privateDomainIn(physicalId)), 'NotFoundException'),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainnameaccessassociation.html */
export const domainNameAccessAssociation = resourceType({
  type: 'AWS::ApiGateway::DomainNameAccessAssociation',
  service: 'apigateway',
  properties: {
    AccessAssociationSource: 'text',
    AccessAssociationSourceType: 'text',
    DomainNameArn: 'text',
    Tags: 'tags',
  },
  create: {
    operation: 'CreateDomainNameAccessAssociation',
    input: inputOf,
    physicalId: (output: DomainNameAccessAssociation) => output.domainNameAccessAssociationArn,
  },
  attributes: {
    DomainNameAccessAssociationArn: (output: DomainNameAccessAssociation) => output.domainNameAccessAssociationArn,
  },
  delete: {
    operation: 'DeleteDomainNameAccessAssociation',
    input: (_, { id }) => ({ domainNameAccessAssociationArn: id }),
    gone: ['NotFoundException'],
  },
});
