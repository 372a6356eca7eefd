import type { PutMode } from '@aws-sdk/client-api-gateway';
import type { Collection } from '../../../kernel/collection.ts';
import { childKey, type ResourceRecord, type RestApiState } from '../state.ts';
import type { Definition } from './definition.ts';

/** Puts what a definition describes into the state; where it overwrites, all else of the API goes. */
export function writeRecords(
  state: RestApiState,
  apiId: string,
  mode: PutMode,
  definition: Definition,
  resources: readonly ResourceRecord[],
): void {
  put(state.resources, apiId, mode, resources, ({ id }) => id);
  put(state.models, apiId, mode, definition.models, ({ name }) => name);
  put(state.validators, apiId, mode, definition.validators, ({ id }) => id);
  put(state.authorizers, apiId, mode, definition.authorizers, ({ id }) => id);
  put(state.gatewayResponses, apiId, mode, definition.gatewayResponses, ({ responseType }) => responseType);
  put(state.documentationParts, apiId, mode, definition.documentationParts, ({ id }) => id);
}

function put<V>(
  collection: Collection<V>,
  apiId: string,
  mode: PutMode,
  records: readonly V[],
  idOf: (record: V) => string,
): void {
  if (mode === 'overwrite') {
    // '0' is the character behind '/'.
    for (const key of [...collection.keys({ from: `${apiId}/`, before: `${apiId}0` })]) collection.delete(key);
  }
  for (const record of records) collection.set(childKey(apiId, idOf(record)), record);
}
