import type { DomainName } from '@aws-sdk/client-apigatewayv2';
import type { Kinds } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { formatTagArn, tagging } from './tags.ts';

const properties = {
  DomainName: 'text',
  DomainNameConfigurations: {
    list: {
      members: {
        CertificateArn: 'text',
        CertificateName: 'text',
        EndpointType: 'text',
        IpAddressType: 'text',
        OwnershipVerificationCertificateArn: 'text',
        SecurityPolicy: 'text',
      },
    },
  },
  RoutingMode: 'text',
  Tags: 'tagMap',
} as const satisfies Kinds;

const first = ({ DomainNameConfigurations = [] }: DomainName) => DomainNameConfigurations[0];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-domainname.html */
export const domainName = resourceType({
  type: 'AWS::ApiGatewayV2::DomainName',
  service: 'apigatewayv2',
  properties,
  refused: { MutualTlsAuthentication: 'clients would be let in without a certificate' },
  create: {
    operation: 'CreateDomainName',
    input: (p) => ({ ...p, Tags: tagRecord(p.Tags) }),
    physicalId: (output: DomainName) => output.DomainName,
  },
  attributes: {
    DomainNameArn: (output: DomainName) => output.DomainNameArn,
    RegionalDomainName: (output: DomainName) => first(output)?.ApiGatewayDomainName,
    RegionalHostedZoneId: (output: DomainName) => first(output)?.HostedZoneId,
  },
  update: {
    operation: 'UpdateDomainName',
    input: ({ Tags: _, ...settings }, { id }) => ({ ...settings, DomainName: id }),
  },
  tagging: tagging(({ id, context }) => formatTagArn(context.region, `/domainnames/${id}`)),
  delete: {
    operation: 'DeleteDomainName',
    input: (_, { id }) => ({ DomainName: id }),
    gone: ['NotFoundException'],
  },
});
