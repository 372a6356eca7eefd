import type { DomainNameConfiguration, GetDomainNameResponse } from '@aws-sdk/client-apigatewayv2';
import { hasDomain, mappingsOfOthers } from '../../../gateway/custom-domains/custom-domains.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { type ApiMappingRecord, serviceName } from '../state.ts';

/** A domain as the API of REST APIs tells it; https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html */
interface RestApiDomain {
  readonly domainName: string;
  readonly domainNameArn?: string;
  readonly certificateArn?: string;
  readonly certificateName?: string;
  readonly certificateUploadDate?: Date;
  readonly distributionDomainName?: string;
  readonly distributionHostedZoneId?: string;
  readonly regionalCertificateArn?: string;
  readonly regionalCertificateName?: string;
  readonly regionalDomainName?: string;
  readonly regionalHostedZoneId?: string;
  readonly securityPolicy?: DomainNameConfiguration['SecurityPolicy'];
  readonly ownershipVerificationCertificateArn?: string;
  readonly mutualTlsAuthentication?: { readonly truststoreUri?: string; readonly truststoreVersion?: string };
  readonly tags?: Record<string, string>;
  readonly endpointConfiguration?: {
    readonly types?: readonly ('EDGE' | 'REGIONAL' | 'PRIVATE')[];
    readonly ipAddressType?: DomainNameConfiguration['IpAddressType'];
  };
}

/** A domain that was made by the API of REST APIs, as this one tells it; undefined where there is none. Private ones are not told. */
export async function domainOfRestApis(name: string, context: Context): Promise<GetDomainNameResponse | undefined> {
  if (!hasDomain(context.kernel.world, name, context)) return undefined;
  try {
    return toldHere(await context.call<RestApiDomain>('apigateway', 'GetDomainName', { domainName: name }));
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFoundException') return undefined;
    throw error;
  }
}

function toldHere(domain: RestApiDomain): GetDomainNameResponse {
  const { truststoreUri, truststoreVersion } = domain.mutualTlsAuthentication ?? {};
  return {
    ApiMappingSelectionExpression: '$request.basepath',
    DomainName: domain.domainName,
    DomainNameArn: domain.domainNameArn,
    DomainNameConfigurations: [configurationOf(domain)],
    ...(truststoreUri && {
      MutualTlsAuthentication: { TruststoreUri: truststoreUri, TruststoreVersion: truststoreVersion },
    }),
    RoutingMode: 'API_MAPPING_ONLY',
    Tags: { ...domain.tags },
  };
}

function configurationOf(domain: RestApiDomain): DomainNameConfiguration {
  const isEdge = domain.endpointConfiguration?.types?.[0] === 'EDGE';
  return {
    ApiGatewayDomainName: isEdge ? domain.distributionDomainName : domain.regionalDomainName,
    CertificateArn: isEdge ? domain.certificateArn : domain.regionalCertificateArn,
    CertificateName: isEdge ? domain.certificateName : domain.regionalCertificateName,
    CertificateUploadDate: domain.certificateUploadDate,
    DomainNameStatus: 'AVAILABLE',
    EndpointType: isEdge ? 'EDGE' : 'REGIONAL',
    HostedZoneId: isEdge ? domain.distributionHostedZoneId : domain.regionalHostedZoneId,
    IpAddressType: domain.endpointConfiguration?.ipAddressType,
    OwnershipVerificationCertificateArn: domain.ownershipVerificationCertificateArn,
    SecurityPolicy: domain.securityPolicy,
  };
}

/** The mappings that the API of REST APIs put on the domain. */
export const mappingsOfRestApis = (domain: string, { kernel }: Context): ApiMappingRecord[] =>
  mappingsOfOthers(kernel.world, domain, serviceName).map(({ id, key, apiId, stage }) => ({
    ApiId: apiId,
    ApiMappingId: id,
    ApiMappingKey: key,
    Stage: stage,
  }));
