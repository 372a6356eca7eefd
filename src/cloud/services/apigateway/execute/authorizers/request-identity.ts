import type { Caller } from '../../../../kernel/identity.ts';
import type { Exchange } from '../exchange.ts';

/** `requestContext.identity`, and `$context.identity.*`: what is not known is null. */
interface RequestIdentity {
  readonly cognitoIdentityPoolId: string | null;
  readonly accountId: string | null;
  readonly cognitoIdentityId: string | null;
  /** Of methods that want a key. */
  readonly apiKey?: string;
  readonly apiKeyId?: string;
  readonly caller: string | null;
  readonly sourceIp: string;
  readonly principalOrgId: string | null;
  readonly accessKey: string | null;
  readonly cognitoAuthenticationType: string | null;
  readonly cognitoAuthenticationProvider: string | null;
  readonly userArn: string | null;
  readonly userAgent: string | null;
  readonly user: string | null;
  /** Of private APIs. */
  readonly vpceId?: string;
  /** Where a custom domain asks for one. */
  readonly clientCert?: ClientCertIdentity;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
interface ClientCertIdentity {
  readonly clientCertPem: string;
  readonly subjectDN: string;
  readonly issuerDN: string;
  readonly serialNumber: string;
  readonly validity: { readonly notBefore: string; readonly notAfter: string };
}

/** Who sends the request, as far as the connection and its signature tell. */
export function requestIdentity(exchange: Exchange): RequestIdentity {
  const { request, authorization, metered, tester } = exchange;
  if (tester) return testerIdentity(tester, request.headers['user-agent']);
  const iam = authorization?.kind === 'iam' ? authorization : undefined;
  const vpceId = vpcEndpointOf(exchange);
  return {
    cognitoIdentityPoolId: null,
    accountId: iam?.caller.account ?? null,
    cognitoIdentityId: null,
    ...(metered && { apiKey: metered.apiKey, apiKeyId: metered.apiKeyId }),
    caller: iam?.caller.userId ?? null,
    sourceIp: request.remoteAddress,
    principalOrgId: null,
    accessKey: iam?.accessKeyId ?? null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: iam?.caller.arn ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    user: iam?.caller.userId ?? null,
    ...(vpceId !== undefined && { vpceId }),
    ...clientCertOf(exchange),
  };
}

/** Tests are signed by whoever runs them, and have a key that is none. */
const testerIdentity = (
  { account, userId, arn, principal }: Caller,
  userAgent: string | undefined,
): RequestIdentity => ({
  cognitoIdentityPoolId: null,
  cognitoIdentityId: null,
  apiKey: 'test-invoke-api-key',
  principalOrgId: null,
  cognitoAuthenticationType: null,
  userArn: arn,
  apiKeyId: 'test-invoke-api-key-id',
  userAgent: userAgent ?? null,
  accountId: account,
  caller: userId,
  sourceIp: 'test-invoke-source-ip',
  accessKey: principal,
  cognitoAuthenticationProvider: null,
  user: userId,
});

/** A certificate is told where the domain asks for one. */
function clientCertOf({ request, address }: Exchange): { readonly clientCert?: ClientCertIdentity } {
  const certificate = address.custom && request.tls?.clientCertificate;
  if (!certificate) return {};
  const { pem, subject, issuer, serialNumber, notBefore, notAfter } = certificate;
  const clientCert = {
    clientCertPem: pem,
    subjectDN: subject,
    issuerDN: issuer,
    serialNumber,
    validity: { notBefore, notAfter },
  };
  return { clientCert };
}

/** Undefined for APIs that are not private. One that the request does not name is the first that the API is tied to. */
export function vpcEndpointOf({ api, address }: Exchange): string | undefined {
  const { types = [], vpcEndpointIds = [] } = api.record.endpointConfiguration ?? {};
  return types.includes('PRIVATE') ? (address.vpcEndpointId ?? vpcEndpointIds[0]) : undefined;
}

/** `requestContext.authorizer`, where there is one: events spread it. */
export function requestAuthorizer({ authorization }: Exchange): { readonly authorizer?: object } {
  switch (authorization?.kind) {
    case 'lambda': {
      const { context, principalId, integrationLatencyMs } = authorization;
      return { authorizer: { ...context, principalId, integrationLatency: Math.round(integrationLatencyMs) } };
    }
    case 'cognito':
      return { authorizer: { claims: authorization.claims } };
    default:
      return {};
  }
}
