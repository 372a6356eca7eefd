import { serverlessApi } from './apis/rest-api.ts';
import { application } from './applications/application.ts';
import { connector } from './connectors/connector.ts';
import type { SamType } from './context.ts';
import { samFunction } from './functions/sam-function.ts';
import { httpApi } from './http-apis/http-api.ts';
import { webSocketApi } from './http-apis/web-socket-api.ts';
import { layerVersion } from './layers/layer-version.ts';
import { samStateMachine } from './state-machines/state-machine.ts';
import { simpleTable } from './tables/simple-table.ts';

const all: readonly SamType[] = [
  application,
  connector,
  httpApi,
  layerVersion,
  samFunction,
  samStateMachine,
  serverlessApi,
  simpleTable,
  webSocketApi,
];

/** All that the transform knows, by their names. */
export const samTypes: ReadonlyMap<unknown, SamType> = new Map(all.map((kind) => [kind.type, kind]));

/** AWS transforms them; what they become is not emulated. */
export const unsupportedTypes: ReadonlySet<unknown> = new Set(
  ['CapacityProvider', 'GraphQLApi', 'MicrovmImage', 'NetworkConnector', 'WebFunction'].map(
    (name) => `AWS::Serverless::${name}`,
  ),
);

/**
 * The order in which they are transformed: events of functions and state machines change APIs, and connectors look at
 * what all others became.
 */
const order: readonly (readonly string[])[] = [
  ['AWS::Serverless::Function'],
  ['AWS::Serverless::StateMachine'],
  ['AWS::Serverless::Api', 'AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi'],
];

export const rankOf = (type: string): number => {
  if (type === 'AWS::Serverless::Connector') return order.length + 1;
  const rank = order.findIndex((types) => types.includes(type));
  return rank < 0 ? order.length : rank;
};
