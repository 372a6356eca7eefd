import { hasDomain } from '../../gateway/custom-domains/custom-domains.ts';
import { raise } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import {
  apiMappingNotFound,
  apiNotFound,
  authorizerNotFound,
  deploymentNotFound,
  domainNameNotFound,
  integrationNotFound,
  routeNotFound,
  stageNotFound,
  vpcLinkNotFound,
} from './errors.ts';
import {
  type ApiMappingRecord,
  type ApiRecord,
  type AuthorizerRecord,
  childKey,
  type DeploymentRecord,
  type DomainNameRecord,
  type HttpApiState,
  type IntegrationRecord,
  type RouteRecord,
  type StageRecord,
  type VpcLinkRecord,
} from './state.ts';

/** The API, or AWS's complaint that there is none. */
export const findApi = (state: HttpApiState, apiId: string, { account }: Pick<Context, 'account'>): ApiRecord =>
  state.apis.get(apiId) ?? raise(apiNotFound(account, apiId));

/** The route, or NotFoundException. The API itself was found before: a child of an API that is gone does not exist. */
export const findRoute = (state: HttpApiState, apiId: string, id: string): RouteRecord =>
  state.routes.get(childKey(apiId, id)) ?? raise(routeNotFound(id));

/** The integration, or NotFoundException. */
export const findIntegration = (state: HttpApiState, apiId: string, id: string): IntegrationRecord =>
  state.integrations.get(childKey(apiId, id)) ?? raise(integrationNotFound(id));

/** The authorizer, or NotFoundException. */
export const findAuthorizer = (state: HttpApiState, apiId: string, id: string): AuthorizerRecord =>
  state.authorizers.get(childKey(apiId, id)) ?? raise(authorizerNotFound(id));

/** The stage of that name, or NotFoundException. */
export const findStage = (state: HttpApiState, apiId: string, name: string): StageRecord =>
  state.stages.get(childKey(apiId, name)) ?? raise(stageNotFound(name));

/** The deployment, or NotFoundException. */
export const findDeployment = (state: HttpApiState, apiId: string, id: string): DeploymentRecord =>
  state.deployments.get(childKey(apiId, id)) ?? raise(deploymentNotFound(id));

/** The custom domain, or NotFoundException. Names are written in lower case. */
export const findDomainName = (state: HttpApiState, name: string): DomainNameRecord =>
  state.domainNames.get(name.toLowerCase()) ?? raise(domainNameNotFound());

/** The name of a custom domain that takes mappings, also of one that was made by the API of REST APIs; or NotFoundException. */
export function findMappedDomain(state: HttpApiState, name: string, context: Context): string {
  const domain = name.toLowerCase();
  if (state.domainNames.has(domain) || hasDomain(context.kernel.world, domain, context)) return domain;
  throw domainNameNotFound();
}

/** The mapping of a domain that was found before, or NotFoundException. */
export const findApiMapping = (state: HttpApiState, domainName: string, id: string): ApiMappingRecord =>
  state.apiMappings.get(childKey(domainName.toLowerCase(), id)) ?? raise(apiMappingNotFound());

/** The VPC link, or NotFoundException. */
export const findVpcLink = (state: HttpApiState, id: string): VpcLinkRecord =>
  state.vpcLinks.get(id) ?? raise(vpcLinkNotFound(id));
