import type { StoredOnly } from '../../service-kit/stored-only.ts';

const tls = 'which versions of TLS are spoken is up to the port that everything is served on';

const noNetwork = 'there are no networks to cross; integrations over a link reach their URI directly';
const noPrivateNetwork = 'there are no networks to reach private domains from';

/** What API Gateway keeps and answers, without effect here. */
export const restApiStoredOnly: StoredOnly = {
  'CreateRestApi.securityPolicy': tls,
  'CreateRestApi.endpointAccessMode': tls,
  'AWS::ApiGateway::RestApi.SecurityPolicy': tls,
  'AWS::ApiGateway::RestApi.EndpointAccessMode': tls,
  CreateVpcLink: noNetwork,
  UpdateVpcLink: noNetwork,
  'AWS::ApiGateway::VpcLink': noNetwork,
  CreateDomainNameAccessAssociation: noPrivateNetwork,
  'AWS::ApiGateway::DomainNameAccessAssociation': noPrivateNetwork,
};
