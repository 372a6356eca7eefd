import type { PutMode } from '@aws-sdk/client-api-gateway';
import type { Random } from '../../../kernel/random.ts';
import { childrenOf, type ResourceRecord, type RestApiState } from '../state.ts';
import type { Definition, Ids } from './definition.ts';
import type { Findings } from './findings.ts';
import { documentationKey } from './read-extensions.ts';
import { ResourceTree } from './resource-tree.ts';

interface Existing {
  readonly apiId: string;
  readonly rootResourceId: string;
  readonly mode: PutMode;
}

/** What is there already keeps its id: integrations, deployments and people know it. */
export function idsOf(state: RestApiState, apiId: string, random: Random): Ids {
  const byName = <V extends { readonly id: string }>(
    records: readonly V[],
    nameOf: (record: V) => string,
    length = 6,
  ) => {
    const known = new Map(records.map((record) => [nameOf(record), record.id]));
    return (name: string) => known.get(name) ?? random.text(length);
  };
  return {
    apiId,
    model: byName(childrenOf(state.models, apiId), ({ name }) => name),
    validator: byName(childrenOf(state.validators, apiId), ({ name = '' }) => name),
    authorizer: byName(childrenOf(state.authorizers, apiId), ({ name }) => name),
    documentationPart: byName(childrenOf(state.documentationParts, apiId), ({ location }) =>
      location ? documentationKey(location) : '',
    ),
  };
}

/**
 * The resources that an import leads to: where it merges, those that are there go on, and their methods beside its own.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html
 */
export function planResources(
  state: RestApiState,
  { apiId, rootResourceId, mode }: Existing,
  { paths }: Definition,
  { random, findings }: { readonly random: Random; readonly findings: Findings },
): ResourceRecord[] {
  const existing = childrenOf(state.resources, apiId);
  const known = new Map(existing.map(({ path, id }) => [path, id]));
  const root: ResourceRecord = { id: rootResourceId, path: '/' };
  const kept = mode === 'merge' && existing.length > 0 ? existing : [root];
  const tree = new ResourceTree(kept, (path) => known.get(path) ?? random.text(6));
  for (const [path, methods] of paths) {
    const resource = tree.at(path);
    if ('problem' in resource) {
      findings.errors.push(`Unable to create resource at path '${path}': ${resource.problem}`);
      continue;
    }
    const resourceMethods = { ...resource.resourceMethods };
    for (const [verb, method] of methods) {
      const { methodIntegration } = method;
      resourceMethods[verb] = methodIntegration
        ? {
            ...method,
            methodIntegration: {
              ...methodIntegration,
              cacheNamespace: methodIntegration.cacheNamespace ?? resource.id,
            },
          }
        : method;
    }
    if (methods.size > 0) tree.put({ ...resource, resourceMethods });
  }
  return tree.resources;
}
