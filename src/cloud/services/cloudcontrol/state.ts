import type { HandlerErrorCode, Operation, OperationStatus } from '@aws-sdk/client-cloudcontrol';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Properties, ResourceState } from '../../service-kit/contract.ts';

/** One request to create, change or delete a resource, and what became of it. */
export interface ResourceRequest {
  readonly token: string;
  /** Grows; the last one comes first in lists. */
  readonly number: number;
  readonly operation: Operation;
  readonly typeName: string;
  readonly status: OperationStatus;
  readonly atMs: number;
  readonly identifier?: string;
  /** JSON. */
  readonly model?: string;
  readonly errorCode?: HandlerErrorCode | 'NotUpdatable';
  readonly message?: string;
}

/** A resource that was made or changed here: what its owner said of it, and what was asked for. */
export interface KeptResource {
  /** Absent where it was deleted: then it is known not to be there. */
  readonly state?: ResourceState;
  readonly properties: Properties;
}

/** Under which token a client made a request, and what the request was. */
interface KnownToken {
  readonly requestToken: string;
  readonly digest: string;
  readonly atMs: number;
}

/** Cloud Control in one account and region. */
export interface CloudControlState {
  readonly requests: Collection<ResourceRequest>;
  /** By client token. */
  readonly tokens: Collection<KnownToken>;
  /** By {@link resourceKey}. */
  readonly resources: Collection<KeptResource>;
}

/** Opens the state of one account and region. */
export const openCloudControlState = (scope: StateScope): CloudControlState => ({
  requests: scope.collection('requests'),
  tokens: scope.collection('tokens'),
  resources: scope.collection('resources'),
});

/** Where a resource is kept, by its type and the text of its identifier. */
export const resourceKey = (typeName: string, identifier: string): string => `${typeName}\0${identifier}`;
