import { invariant } from '../../../../../kernel/errors.ts';
import { checkProperties } from '../../../../../resource-types/check-properties.ts';
import { coerceProperties } from '../../../../../resource-types/coerce.ts';
import type { ResourceType } from '../../../../../service-kit/contract.ts';
import { validationError } from '../../../errors.ts';
import { type DeletionPolicy, resourcesOf } from '../../../state.ts';
import type { Blueprint } from '../../blueprint.ts';
import { evaluate } from '../../intrinsics/evaluate.ts';
import { noValue, type Scope } from '../../intrinsics/scope.ts';
import type { Json, ResourceDeclaration } from '../../template/template.ts';
import { withReachableUrls } from '../reachable-urls.ts';
import { type Run, recordOf, stackOf } from '../run.ts';
import { resolveDynamicReferences } from './dynamic-references.ts';

/** A resource as the template wants it, with everything evaluated that can be. */
export interface PreparedResource {
  readonly type: ResourceType;
  /** Evaluated, and of the types that the specification wants; dynamic references still stand. */
  readonly properties: Json;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
}

/** Evaluates in the light of the resources that are there. */
export const liveScope = (run: Run, blueprint: Blueprint): Scope =>
  blueprint.scope((logicalId) => {
    const state = recordOf(run, logicalId)?.state;
    if (!state) throw validationError(`Template error: resource ${logicalId} is not available in this stack`);
    return state;
  });

/** What the template says of a resource that its blueprint wants. */
export function declarationOf(blueprint: Blueprint, logicalId: string): ResourceDeclaration {
  const declaration = blueprint.resources.get(logicalId);
  invariant(declaration, `${logicalId} is in the blueprint that names it`);
  return declaration;
}

/** Throws the reason of failure when the type, a property or a function of the resource cannot work. */
export function prepareResource(run: Run, blueprint: Blueprint, logicalId: string): PreparedResource {
  const declaration = declarationOf(blueprint, logicalId);
  const type = run.ownerOf(run, declaration.Type);
  const scope = liveScope(run, blueprint);
  const evaluated = evaluate(declaration.Properties, scope);
  const specification = blueprint.specification[declaration.Type];
  const properties = coerceProperties(evaluated === noValue ? {} : (evaluated as Json), specification);
  checkProperties(logicalId, declaration.Type, properties, type, specification);
  return { type, properties, ...policiesOf(declaration, scope) };
}

/** Types that AWS retains where a template says nothing would be snapshotted; ours are all deleted. */
export function policiesOf(declaration: ResourceDeclaration, scope: Scope) {
  return {
    deletionPolicy: policyOf(declaration.DeletionPolicy, scope),
    updateReplacePolicy: policyOf(declaration.UpdateReplacePolicy, scope),
  };
}

function policyOf(policy: unknown, scope: Scope): DeletionPolicy {
  const value = policy === undefined ? 'Delete' : evaluate(policy, scope);
  return value === 'Retain' || value === 'RetainExceptOnCreate' ? value : 'Delete';
}

/** Properties with their dynamic references read: what the owner of the type gets. */
export async function resolveProperties(run: Run, properties: Json): Promise<Json> {
  const call = <Output>(service: string, operation: string, input: object): Promise<Output> =>
    run.context.call<Output>(service, operation, input, { caller: run.caller });
  return withReachableUrls(await resolveDynamicReferences(properties, call), run) as Json;
}

/** The same for what is about to go: a secret that is gone already must not keep its resource. */
export async function resolveWherePossible(run: Run, properties: Json): Promise<Json> {
  try {
    return await resolveProperties(run, properties);
  } catch {
    return properties;
  }
}

/** The part of a resource's record that its declaration determines. */
export function draftOf(run: Run, blueprint: Blueprint, logicalId: string) {
  const declaration = declarationOf(blueprint, logicalId);
  return {
    logicalId,
    type: declaration.Type,
    dependsOn: blueprint.graph.get(logicalId) ?? [],
    ...(declaration.Metadata !== undefined && { metadata: declaration.Metadata }),
    ...(declaration.CreationPolicy !== undefined && {
      creationPolicy: evaluate(declaration.CreationPolicy, liveScope(run, blueprint)),
    }),
    stackTags: stackOf(run).definition.tags,
  };
}

/** Resources that the stack has and the template no longer wants. */
export const removedResources = (run: Run, blueprint: Blueprint) =>
  resourcesOf(run.state, run.stackId).filter((record) => !blueprint.resources.has(record.logicalId));
