import type { Random } from '../../kernel/random.ts';
import {
  type AuthorizerRecord,
  childKey,
  childrenOf,
  type RequestValidatorRecord,
  type ResourceRecord,
  type RestApiRecord,
  type RestApiState,
} from './state.ts';

/** Everything of an API but its deployments and stages, with new ids, below another API. */
export function cloneApi(state: RestApiState, from: RestApiRecord, to: RestApiRecord, random: Random): void {
  const ids = new Map([[from.rootResourceId, to.rootResourceId]]);
  const newId = (id: string): string => {
    const known = ids.get(id) ?? random.text(6);
    ids.set(id, known);
    return known;
  };
  const rename = <T extends { readonly id: string }>(record: T): T => ({ ...record, id: newId(record.id) });
  for (const model of childrenOf(state.models, from.id)) state.models.set(childKey(to.id, model.name), rename(model));
  for (const validator of childrenOf<RequestValidatorRecord>(state.validators, from.id).map(rename)) {
    state.validators.set(childKey(to.id, validator.id), validator);
  }
  for (const authorizer of childrenOf<AuthorizerRecord>(state.authorizers, from.id).map(rename)) {
    state.authorizers.set(childKey(to.id, authorizer.id), authorizer);
  }
  for (const response of childrenOf(state.gatewayResponses, from.id)) {
    state.gatewayResponses.set(childKey(to.id, response.responseType), response);
  }
  for (const part of childrenOf(state.documentationParts, from.id).map(rename)) {
    state.documentationParts.set(childKey(to.id, part.id), part);
  }
  for (const resource of childrenOf(state.resources, from.id)) {
    const clone = cloneResource(resource, newId);
    state.resources.set(childKey(to.id, clone.id), clone);
  }
}

function cloneResource(resource: ResourceRecord, newId: (id: string) => string): ResourceRecord {
  const { parentId, resourceMethods, ...rest } = resource;
  const methods = Object.entries(resourceMethods ?? {}).map(([verb, method]) => {
    const { authorizerId, requestValidatorId, methodIntegration, ...settings } = method;
    const { cacheNamespace, ...integration } = methodIntegration ?? {};
    return [
      verb,
      {
        ...settings,
        ...(authorizerId !== undefined && { authorizerId: newId(authorizerId) }),
        ...(requestValidatorId !== undefined && { requestValidatorId: newId(requestValidatorId) }),
        ...(methodIntegration && {
          methodIntegration: {
            ...integration,
            ...(cacheNamespace !== undefined && {
              cacheNamespace: cacheNamespace === resource.id ? newId(resource.id) : cacheNamespace,
            }),
          },
        }),
      },
    ] as const;
  });
  return {
    ...rest,
    id: newId(resource.id),
    ...(parentId !== undefined && { parentId: newId(parentId) }),
    ...(resourceMethods && { resourceMethods: Object.fromEntries(methods) }),
  };
}
