import type {
  CreateDomainNameRequest,
  DomainName,
  EndpointType,
  MutualTlsAuthentication,
} from '@aws-sdk/client-api-gateway';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';

const name = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** @throws BadRequestException for what is no name; wildcards stand for the first label alone */
export function assertDomainName(text: string): void {
  if (!name.test(text)) throw badRequest(`Invalid domain name specified: ${text}`);
}

/** The one endpoint type of a domain; EDGE is AWS's default. */
export function endpointTypeOf({ endpointConfiguration }: DomainName): EndpointType {
  const { types = ['EDGE'] } = endpointConfiguration ?? {};
  const [type, ...more] = types;
  if (type === undefined || more.length > 0) throw badRequest('Only one endpoint type can be specified');
  return type;
}

type MutualTlsSettings = Pick<MutualTlsAuthentication, 'truststoreUri' | 'truststoreVersion'>;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
function assertMutualTls(type: EndpointType, settings: MutualTlsSettings | undefined): void {
  if (!settings?.truststoreUri) {
    if (settings?.truststoreVersion) throw badRequest('A truststoreVersion needs a truststoreUri');
    return;
  }
  if (type !== 'REGIONAL') throw badRequest('Mutual TLS is supported by regional custom domain names alone');
  if (!/^s3:\/\/[^/]+\/.+$/.test(settings.truststoreUri)) {
    throw badRequest(`Invalid S3 URI for the truststore: ${settings.truststoreUri}`);
  }
}

/**
 * @throws BadRequestException where there is no certificate or a policy that cannot be, UnsupportedError for what would
 * let clients in, or elsewhere, that AWS would not
 */
export function assertDomainSettings(
  input: Omit<DomainName & CreateDomainNameRequest, 'mutualTlsAuthentication'> & {
    readonly mutualTlsAuthentication?: MutualTlsSettings | undefined;
  },
): void {
  const type = endpointTypeOf(input);
  assertMutualTls(type, input.mutualTlsAuthentication);
  const { routingMode = 'BASE_PATH_MAPPING_ONLY', policy } = input;
  if (routingMode !== 'BASE_PATH_MAPPING_ONLY') {
    throw new UnsupportedError(`routing rules of custom domain names (routingMode ${routingMode})`);
  }
  const certificate =
    type === 'REGIONAL'
      ? input.regionalCertificateArn || input.regionalCertificateName
      : input.certificateArn || input.certificateName;
  if (!certificate) throw badRequest(`A certificate was not provided for the endpoint type ${type}.`);
  if (policy && type !== 'PRIVATE') throw badRequest('Policies are supported by private custom domain names alone');
  if (policy) assertPolicy(policy);
}

/** @throws BadRequestException for what is no JSON */
export function assertPolicy(policy: string): void {
  try {
    JSON.parse(policy);
  } catch {
    throw badRequest('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.');
  }
}
