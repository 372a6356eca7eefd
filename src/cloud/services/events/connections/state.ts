import type { CreateConnectionAuthRequestParameters } from '@aws-sdk/client-eventbridge';
import type { Collection } from '../../../kernel/collection.ts';
import type { StateScope } from '../../../kernel/world.ts';

export type AuthorizationType = 'API_KEY' | 'BASIC' | 'OAUTH_CLIENT_CREDENTIALS';

/** What an authorization server gave. */
export interface AccessToken {
  readonly type: string;
  readonly value: string;
  /** Undefined where the server does not tell. */
  readonly expiresMs?: number;
}

export interface Connection {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly authorizationType: AuthorizationType;
  /** With the credentials; answers leave them out. */
  readonly auth: CreateConnectionAuthRequestParameters;
  readonly state: 'AUTHORIZING' | 'AUTHORIZED' | 'DEAUTHORIZED';
  readonly stateReason?: string;
  readonly secretArn: string;
  readonly kmsKeyIdentifier?: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly authorizedMs?: number;
  readonly token?: AccessToken;
}

export interface ApiDestination {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly connectionArn: string;
  readonly endpoint: string;
  readonly method: string;
  readonly ratePerSecond: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/** Where events go by HTTP, in one account and region. */
export interface ConnectionsState {
  /** By name. */
  readonly connections: Collection<Connection>;
  /** By name. */
  readonly apiDestinations: Collection<ApiDestination>;
}

/** Opens the state of one account and region. */
export const openConnectionsState = (scope: StateScope): ConnectionsState => ({
  connections: scope.collection<Connection>('connections'),
  apiDestinations: scope.collection<ApiDestination>('api-destinations'),
});
