import type { StoredOnly } from '../../service-kit/stored-only.ts';

const noNetwork = 'there are no networks to cross; integrations over a link reach their URI directly';
const certificate = 'a backend that is reached directly is verified by its own name';

/** What API Gateway keeps and answers, without effect here. */
export const httpApiStoredOnly: StoredOnly = {
  CreateVpcLink: noNetwork,
  UpdateVpcLink: noNetwork,
  'AWS::ApiGatewayV2::VpcLink': noNetwork,
  'CreateIntegration.TlsConfig': certificate,
  'UpdateIntegration.TlsConfig': certificate,
  'AWS::ApiGatewayV2::Integration.TlsConfig': certificate,
};
