import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { api } from './api.ts';
import { apiMapping } from './api-mapping.ts';
import { authorizer } from './authorizer.ts';
import { deployment } from './deployment.ts';
import { domainName } from './domain-name.ts';
import { integration } from './integration.ts';
import { route } from './route.ts';
import { stage } from './stage.ts';
import { vpcLink } from './vpc-link.ts';

/** CloudFormation types of HTTP APIs; any other `AWS::ApiGatewayV2` type fails by name. */
export const httpApiResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  api,
  apiMapping,
  authorizer,
  deployment,
  domainName,
  integration,
  route,
  stage,
  vpcLink,
);
