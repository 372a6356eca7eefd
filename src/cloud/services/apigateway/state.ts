import type {
  Account,
  ApiKey,
  Authorizer,
  BasePathMapping,
  ClientCertificate,
  Deployment,
  DocumentationPart,
  DocumentationVersion,
  DomainName,
  DomainNameAccessAssociation,
  GatewayResponse,
  Model,
  RequestValidator,
  Resource,
  RestApi,
  Stage,
  UsagePlan,
  UsagePlanKey,
  VpcLink,
} from '@aws-sdk/client-api-gateway';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';

/** Everything is kept as the service answers it, with the SDK's types; only ids and names are sure to be there. */
export type RestApiRecord = Readonly<RestApi> & {
  readonly id: string;
  readonly name: string;
  readonly rootResourceId: string;
  /** Grows with every change of the API or of anything below it, so that each record stands for one revision. */
  readonly revision: number;
};

/** A resource with its methods, their integrations and all their responses in `resourceMethods`, by HTTP method. */
export type ResourceRecord = Readonly<Resource> & { readonly id: string; readonly path: string };
export type ModelRecord = Readonly<Model> & { readonly id: string; readonly name: string };
export type RequestValidatorRecord = Readonly<RequestValidator> & { readonly id: string };
export type AuthorizerRecord = Readonly<Authorizer> & { readonly id: string; readonly name: string };
/** Of those that are not as AWS has them by default. */
export type GatewayResponseRecord = Readonly<GatewayResponse> & { readonly responseType: string };
export type DocumentationPartRecord = Readonly<DocumentationPart> & { readonly id: string };
export type DocumentationVersionRecord = Readonly<DocumentationVersion> & {
  readonly version: string;
  /** The parts as they were when the version was made. */
  readonly parts: readonly DocumentationPartRecord[];
};

/** What a stage serves: everything that a deployment freezes. */
export interface Configuration {
  readonly api: RestApiRecord;
  readonly resources: readonly ResourceRecord[];
  readonly models: readonly ModelRecord[];
  readonly validators: readonly RequestValidatorRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
}

export type DeploymentRecord = Readonly<Deployment> & { readonly id: string; readonly frozen: Configuration };
export type StageRecord = Readonly<Stage> & { readonly stageName: string; readonly deploymentId: string };

export type ApiKeyRecord = Readonly<ApiKey> & { readonly id: string; readonly value: string };
export type UsagePlanRecord = Readonly<UsagePlan> & { readonly id: string };
export type UsagePlanKeyRecord = Readonly<UsagePlanKey> & { readonly id: string };
/** What one key of one plan used on one day. */
export interface UsageRecord {
  readonly used: number;
  /** What UpdateUsage added to the quota of that day's period; less than zero where it took something away. */
  readonly extension: number;
}

export type DomainNameRecord = Readonly<DomainName> & { readonly domainName: string };
export type BasePathMappingRecord = Readonly<BasePathMapping> & {
  readonly basePath: string;
  /** By which the API of HTTP APIs names it. */
  readonly id: string;
};
export type AccessAssociationRecord = Readonly<DomainNameAccessAssociation> & {
  readonly domainNameAccessAssociationArn: string;
};
export type VpcLinkRecord = Readonly<VpcLink> & { readonly id: string };
export type ClientCertificateRecord = Readonly<ClientCertificate> & {
  readonly clientCertificateId: string;
  readonly privateKeyPem: string;
};

/** REST APIs of one account and region; what belongs to an API, a plan or a domain has its id and a slash ahead in its key. */
export interface RestApiState {
  readonly restApis: Collection<RestApiRecord>;
  readonly resources: Collection<ResourceRecord>;
  readonly models: Collection<ModelRecord>;
  readonly validators: Collection<RequestValidatorRecord>;
  readonly authorizers: Collection<AuthorizerRecord>;
  readonly gatewayResponses: Collection<GatewayResponseRecord>;
  readonly documentationParts: Collection<DocumentationPartRecord>;
  readonly documentationVersions: Collection<DocumentationVersionRecord>;
  readonly deployments: Collection<DeploymentRecord>;
  readonly stages: Collection<StageRecord>;
  readonly apiKeys: Collection<ApiKeyRecord>;
  readonly usagePlans: Collection<UsagePlanRecord>;
  readonly usagePlanKeys: Collection<UsagePlanKeyRecord>;
  /** Keys are `plan/key/YYYY-MM-DD`. */
  readonly usage: Collection<UsageRecord>;
  readonly domainNames: Collection<DomainNameRecord>;
  readonly basePathMappings: Collection<BasePathMappingRecord>;
  readonly accessAssociations: Collection<AccessAssociationRecord>;
  readonly vpcLinks: Collection<VpcLinkRecord>;
  readonly clientCertificates: Collection<ClientCertificateRecord>;
  /** One value, by the key `account`. */
  readonly accounts: Collection<Readonly<Account>>;
}

/** The service's name to the kernel, and the first part of its collections' names. */
export const serviceName = 'apigateway';

/** Opens the collections; they are empty until something is made. */
export const restApiState = (scope: StateScope): RestApiState => ({
  restApis: scope.collection<RestApiRecord>('restApis'),
  resources: scope.collection<ResourceRecord>('resources'),
  models: scope.collection<ModelRecord>('models'),
  validators: scope.collection<RequestValidatorRecord>('validators'),
  authorizers: scope.collection<AuthorizerRecord>('authorizers'),
  gatewayResponses: scope.collection<GatewayResponseRecord>('gatewayResponses'),
  documentationParts: scope.collection<DocumentationPartRecord>('documentationParts'),
  documentationVersions: scope.collection<DocumentationVersionRecord>('documentationVersions'),
  deployments: scope.collection<DeploymentRecord>('deployments'),
  stages: scope.collection<StageRecord>('stages'),
  apiKeys: scope.collection<ApiKeyRecord>('apiKeys'),
  usagePlans: scope.collection<UsagePlanRecord>('usagePlans'),
  usagePlanKeys: scope.collection<UsagePlanKeyRecord>('usagePlanKeys'),
  usage: scope.collection<UsageRecord>('usage'),
  domainNames: scope.collection<DomainNameRecord>('domainNames'),
  basePathMappings: scope.collection<BasePathMappingRecord>('basePathMappings'),
  accessAssociations: scope.collection<AccessAssociationRecord>('accessAssociations'),
  vpcLinks: scope.collection<VpcLinkRecord>('vpcLinks'),
  clientCertificates: scope.collection<ClientCertificateRecord>('clientCertificates'),
  accounts: scope.collection<Readonly<Account>>('accounts'),
});

/** The key of what belongs to an API, a usage plan or a domain. */
export const childKey = (ownerId: string, id: string): string => `${ownerId}/${id}`;

/** Names of private domains are not theirs alone: the id is a part of their keys. */
export const domainKey = ({
  domainName,
  domainNameId,
}: {
  readonly domainName: string;
  readonly domainNameId?: string | undefined;
}): string => (domainNameId === undefined ? domainName : `${domainName}+${domainNameId}`);

/** All that a collection holds for one owner, as an array: it may be changed while walking over it. */
export const childrenOf = <V>(collection: Collection<V>, ownerId: string): V[] => [
  // '0' is the character behind '/'.
  ...collection.values({ from: `${ownerId}/`, before: `${ownerId}0` }),
];

/** An API as it is now: what a deployment freezes. */
export const currentConfiguration = (state: RestApiState, api: RestApiRecord): Configuration => ({
  api,
  resources: childrenOf(state.resources, api.id),
  models: childrenOf(state.models, api.id),
  validators: childrenOf(state.validators, api.id),
  authorizers: childrenOf(state.authorizers, api.id),
  gatewayResponses: childrenOf(state.gatewayResponses, api.id),
});
