import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { RestApiState } from './state.ts';

/** APIs have names, by which clients choose one. */
export const restApiExploredState: ExploredState<RestApiState> = {
  kind: 'api',
  resourceTypes: ['AWS::ApiGateway::RestApi'],
  hasGeneratedIds: true,
  nameOf: lastStep,
  none: 'APIs are how scenarios reach the app, and no data of it',
};
