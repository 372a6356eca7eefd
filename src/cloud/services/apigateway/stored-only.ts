import type { StoredOnly } from '../../service-kit/stored-only.ts';

const tls = 'which versions of TLS are spoken is up to the port that everything is served on';

/** What API Gateway keeps and answers, without effect here. */
export const restApiStoredOnly: StoredOnly = {
  'CreateRestApi.securityPolicy': tls,
  'CreateRestApi.endpointAccessMode': tls,
  'AWS::ApiGateway::RestApi.SecurityPolicy': tls,
  'AWS::ApiGateway::RestApi.EndpointAccessMode': tls,
};
