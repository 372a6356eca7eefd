import type { StoredOnly } from '../../service-kit/stored-only.ts';

const noNetwork = 'there are no networks to cross; integrations over a link reach their URI directly';
const noPrivateNetwork = 'there are no networks to reach private domains from';

/** What API Gateway keeps and answers, without effect here. */
export const accountStoredOnly: StoredOnly = {
  CreateVpcLink: noNetwork,
  UpdateVpcLink: noNetwork,
  'AWS::ApiGateway::VpcLink': noNetwork,
  CreateDomainNameAccessAssociation: noPrivateNetwork,
  'AWS::ApiGateway::DomainNameAccessAssociation': noPrivateNetwork,
};
