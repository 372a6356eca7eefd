import type { Method } from '@aws-sdk/client-api-gateway';
import type { Context } from '../../service-kit/contract.ts';
import { given } from '../../service-kit/input.ts';
import { childKey, type ResourceRecord, type RestApiRecord, type RestApiState } from './state.ts';

/** Whoever changes an API or anything below it ends here: the data plane reads an API anew when its record is another. */
export function touchApi(state: RestApiState, id: string, changes: Partial<RestApiRecord> = {}): void {
  const api = state.restApis.get(id);
  if (api) state.restApis.set(id, { ...api, ...changes, revision: api.revision + 1 });
}

/** Puts a method where it belongs; undefined removes it. */
export function setMethod(
  state: RestApiState,
  { restApiId, resource, httpMethod }: { restApiId: string; resource: ResourceRecord; httpMethod: string },
  method: Method | undefined,
): void {
  const { [httpMethod]: _, ...others } = resource.resourceMethods ?? {};
  const resourceMethods = method ? { ...others, [httpMethod]: method } : others;
  state.resources.set(childKey(restApiId, resource.id), { ...resource, resourceMethods });
  touchApi(state, restApiId);
}

/** This moment as the service tells it: in whole seconds. */
export const thisSecond = ({ clock }: Pick<Context, 'clock'>): Date => new Date(Math.floor(clock.now() / 1000) * 1000);

/** The members of an input that were given and are not empty: AWS keeps neither empty texts nor empty lists. */
export function filled<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);
  const entries = Object.entries(given(input)).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
