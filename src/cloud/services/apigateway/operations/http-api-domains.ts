import type { DomainName, EndpointType, SecurityPolicy } from '@aws-sdk/client-api-gateway';
import { hasDomain, type Mapping, mappingsOfOthers } from '../../../gateway/custom-domains/custom-domains.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { type BasePathMappingRecord, serviceName } from '../state.ts';

/** How AWS writes that there is no base path, or no stage. */
export const none = '(none)';

/** A domain as the API of HTTP APIs tells it; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html */
interface HttpApiDomain {
  readonly DomainName: string;
  readonly DomainNameArn?: string;
  readonly RoutingMode?: string;
  readonly Tags?: Record<string, string>;
  readonly DomainNameConfigurations?: readonly {
    readonly ApiGatewayDomainName?: string;
    readonly CertificateArn?: string;
    readonly CertificateName?: string;
    readonly EndpointType?: EndpointType;
    readonly HostedZoneId?: string;
    readonly IpAddressType?: 'ipv4' | 'dualstack';
    readonly OwnershipVerificationCertificateArn?: string;
    readonly SecurityPolicy?: SecurityPolicy;
  }[];
}

/** A domain that was made by the API of HTTP APIs, as this one tells it; undefined where there is none. */
export async function domainOfHttpApis(name: string, context: Context): Promise<DomainName | undefined> {
  if (!hasDomain(context.kernel.world, name, context)) return undefined;
  try {
    return toldHere(await context.call<HttpApiDomain>('apigatewayv2', 'GetDomainName', { DomainName: name }));
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFoundException') return undefined;
    throw error;
  }
}

function toldHere({ DomainName, DomainNameArn, Tags, DomainNameConfigurations = [] }: HttpApiDomain): DomainName {
  const [configuration = {}] = DomainNameConfigurations;
  return {
    domainName: DomainName,
    domainNameArn: DomainNameArn,
    domainNameStatus: 'AVAILABLE',
    regionalCertificateArn: configuration.CertificateArn,
    regionalCertificateName: configuration.CertificateName,
    regionalDomainName: configuration.ApiGatewayDomainName,
    regionalHostedZoneId: configuration.HostedZoneId,
    ownershipVerificationCertificateArn: configuration.OwnershipVerificationCertificateArn,
    securityPolicy: configuration.SecurityPolicy,
    endpointConfiguration: {
      ipAddressType: configuration.IpAddressType,
      types: [configuration.EndpointType ?? 'REGIONAL'],
    },
    routingMode: 'BASE_PATH_MAPPING_ONLY',
    ...(Tags && Object.keys(Tags).length > 0 && { tags: Tags }),
  };
}

/** The mappings that the API of HTTP APIs put on the domain. */
export const mappingsOfHttpApis = (domain: string, { kernel }: Context): BasePathMappingRecord[] =>
  mappingsOfOthers(kernel.world, domain, serviceName).map(mappingToldHere);

const mappingToldHere = ({ id, key, apiId, stage }: Mapping): BasePathMappingRecord => ({
  id,
  basePath: key || none,
  restApiId: apiId,
  stage,
});
