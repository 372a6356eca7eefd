import type { DomainNameConfiguration } from '@aws-sdk/client-apigatewayv2';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';

const name = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** What CreateDomainName refuses of a name: wildcards stand for the first label alone. */
export function assertDomainName(text: string): void {
  if (!name.test(text)) throw badRequest(`Invalid domain name specified: ${text}`);
}

interface DomainInput {
  readonly DomainNameConfigurations?: readonly DomainNameConfiguration[] | undefined;
  readonly MutualTlsAuthentication?: { readonly TruststoreUri?: string | undefined } | undefined;
  readonly RoutingMode?: string | undefined;
}

/** Clients without a certificate would be refused; here all would be let in. */
export function assertDomainSettings({ MutualTlsAuthentication, RoutingMode }: DomainInput): void {
  if (MutualTlsAuthentication?.TruststoreUri) {
    throw new UnsupportedError('mutual TLS of custom domain names (MutualTlsAuthentication)');
  }
  if (RoutingMode !== undefined && RoutingMode !== 'API_MAPPING_ONLY') {
    throw new UnsupportedError(`routing rules of custom domain names (RoutingMode ${RoutingMode})`);
  }
}

/** The one configuration that there must be, as API Gateway takes it by this API. */
export function configurationOf({ DomainNameConfigurations = [] }: DomainInput): DomainNameConfiguration {
  const [configuration, ...more] = DomainNameConfigurations;
  if (!configuration || more.length > 0) throw badRequest('Invalid input. Expected one domain name configuration');
  const { EndpointType = 'REGIONAL', SecurityPolicy = 'TLS_1_2', CertificateArn } = configuration;
  if (EndpointType !== 'REGIONAL') {
    throw badRequest(
      'Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.',
    );
  }
  if (SecurityPolicy === 'TLS_1_0') {
    throw badRequest(
      'Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 API. For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2. Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0.',
    );
  }
  if (!CertificateArn) throw badRequest('A certificate was not provided for the endpoint type REGIONAL.');
  return { ...configuration, EndpointType, SecurityPolicy };
}
