import { parseArn } from '../../../kernel/arns.ts';
import type { ApiDestination, Connection, ConnectionsState } from '../connections/state.ts';

/** `connection/name/uuid`, `api-destination/name/uuid`. */
const nameIn = (arn: string): string => parseArn(arn)?.resource.split('/')[1] ?? '';

/** One that was made anew under its name is another one. */
export function connectionAt(state: ConnectionsState, arn: string): Connection | undefined {
  const found = state.connections.get(nameIn(arn));
  return found?.arn === arn ? found : undefined;
}

/** Undefined where there is none of that ARN any more. */
export function destinationAt(state: ConnectionsState, arn: string): ApiDestination | undefined {
  const found = state.apiDestinations.get(nameIn(arn));
  return found?.arn === arn ? found : undefined;
}
