import type {
  Api,
  ApiMapping,
  Authorizer,
  Deployment,
  DomainName,
  Integration,
  Route,
  Stage,
  VpcLink,
} from '@aws-sdk/client-apigatewayv2';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';

/** `ApiEndpoint` is not kept: it depends on the port on which the cloud happens to listen. */
export type ApiRecord = Readonly<Omit<Api, 'ApiEndpoint'>> & {
  readonly ApiId: string;
  /** Grows with every change of the API or of anything below it, so that each record stands for one revision. */
  readonly revision: number;
};

/** What is below an API is kept as the service answers it; only its id and name are sure to be there. */
export type RouteRecord = Readonly<Route> & { readonly RouteId: string; readonly RouteKey: string };
export type IntegrationRecord = Readonly<Integration> & { readonly IntegrationId: string };
export type AuthorizerRecord = Readonly<Authorizer> & { readonly AuthorizerId: string };
export type StageRecord = Readonly<Stage> & { readonly StageName: string };

/** What a stage serves: everything that a deployment freezes. */
export interface Configuration {
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
}

/** A deployment: the configuration that stages point at. */
export type DeploymentRecord = Readonly<Deployment> & {
  readonly DeploymentId: string;
  /** Absent while an automatic deployment is the current one: then the stage serves what there is now. */
  readonly frozen?: Configuration;
};

/** A custom domain; its mappings have its name and a slash ahead in their keys. */
export type DomainNameRecord = Readonly<DomainName> & { readonly DomainName: string };
export type ApiMappingRecord = Readonly<ApiMapping> & {
  readonly ApiId: string;
  readonly ApiMappingId: string;
  readonly ApiMappingKey: string;
  readonly Stage: string;
};

export type VpcLinkRecord = Readonly<VpcLink> & { readonly Name: string; readonly VpcLinkId: string };

/** HTTP APIs of one account and region; what belongs to an API has its id and a slash ahead in its key. */
export interface HttpApiState {
  readonly apis: Collection<ApiRecord>;
  readonly routes: Collection<RouteRecord>;
  readonly integrations: Collection<IntegrationRecord>;
  readonly authorizers: Collection<AuthorizerRecord>;
  readonly stages: Collection<StageRecord>;
  readonly deployments: Collection<DeploymentRecord>;
  readonly domainNames: Collection<DomainNameRecord>;
  readonly apiMappings: Collection<ApiMappingRecord>;
  readonly vpcLinks: Collection<VpcLinkRecord>;
}

/** The service's name to the kernel, and the first part of its collections' names. */
export const serviceName = 'apigatewayv2';

/** Opens the collections; they are empty until something is made. */
export const httpApiState = (scope: StateScope): HttpApiState => ({
  apis: scope.collection<ApiRecord>('apis'),
  routes: scope.collection<RouteRecord>('routes'),
  integrations: scope.collection<IntegrationRecord>('integrations'),
  authorizers: scope.collection<AuthorizerRecord>('authorizers'),
  stages: scope.collection<StageRecord>('stages'),
  deployments: scope.collection<DeploymentRecord>('deployments'),
  domainNames: scope.collection<DomainNameRecord>('domainNames'),
  apiMappings: scope.collection<ApiMappingRecord>('apiMappings'),
  vpcLinks: scope.collection<VpcLinkRecord>('vpcLinks'),
});

/** The key of a route, integration, authorizer, stage or deployment of an API. */
export const childKey = (apiId: string, id: string): string => `${apiId}/${id}`;

/** Where a collection keeps what belongs to one API. */
export const childRange = (apiId: string) => ({
  from: `${apiId}/`,
  // '0' is the character behind '/'.
  before: `${apiId}0`,
});

/** All that a collection holds for one API, as an array: it may be changed while walking over it. */
export const childrenOf = <V>(collection: Collection<V>, apiId: string): V[] => [
  ...collection.values(childRange(apiId)),
];

/** Routes, integrations and authorizers of an API as they are now. */
export const currentConfiguration = (state: HttpApiState, apiId: string): Configuration => ({
  routes: childrenOf(state.routes, apiId),
  integrations: childrenOf(state.integrations, apiId),
  authorizers: childrenOf(state.authorizers, apiId),
});
