import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { HttpApiState } from './state.ts';

/** APIs have names, by which clients choose one. */
export const httpApiExploredState: ExploredState<HttpApiState> = {
  kind: 'api',
  resourceTypes: ['AWS::ApiGatewayV2::Api'],
  hasGeneratedIds: true,
  nameOf: lastStep,
  none: 'APIs are how scenarios reach the app, and no data of it',
};
