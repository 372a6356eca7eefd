import { isDeepStrictEqual } from 'node:util';
import type { Change, ResourceChange } from '@aws-sdk/client-cloudformation';
import { coerceProperties } from '../../../../resource-types/coerce.ts';
import { changedProperties } from '../../../../resource-types/property-diff.ts';
import type { CloudKernel, ResourceState } from '../../../../service-kit/contract.ts';
import { validationError } from '../../errors.ts';
import type { ResourceRecord } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';
import { policiesOf } from '../deploy/resource/prepare-resource.ts';
import { referencesIn } from '../graph/references.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { noValue } from '../intrinsics/scope.ts';
import type { Json } from '../template/template.ts';
import {
  addition,
  attributeDetail,
  attributeDetails,
  type Cause,
  modification,
  propertyDetails,
  removal,
} from './describe-change.ts';

/** What the plan of each resource is made from. */
interface Planning {
  readonly kernel: CloudKernel;
  readonly blueprint: Blueprint;
  /** What the stack has; only those of which something is in the world. */
  readonly records: ReadonlyMap<string, ResourceRecord>;
  readonly stackTags: Readonly<Record<string, string>>;
  /** Names of parameters that have another value than before. */
  readonly changedParameters: ReadonlySet<string>;
  /** What references will find: undefined for what is new or will be another. */
  readonly lookup: (logicalId: string) => ResourceState | undefined;
}

/** What would change if the blueprint were deployed over `records`, in the words of DescribeChangeSet. */
export function planChanges(
  kernel: CloudKernel,
  blueprint: Blueprint,
  existing: readonly ResourceRecord[],
  stackTags: Readonly<Record<string, string>>,
  changedParameters: ReadonlySet<string> = new Set(),
): { readonly changes: Change[]; readonly lookup: (logicalId: string) => ResourceState | undefined } {
  assertSameTypes(blueprint, existing);
  const records = new Map(existing.filter(({ state }) => state).map((record) => [record.logicalId, record]));
  const unknown = new Set<string>();
  const lookup = (logicalId: string) => (unknown.has(logicalId) ? undefined : records.get(logicalId)?.state);
  const planning: Planning = { kernel, blueprint, records, stackTags, changedParameters, lookup };
  const planned = new Map<string, ResourceChange>();
  // In the order of dependencies, so that what refers to a replaced resource knows that it will be another.
  for (const logicalId of inOrder(blueprint)) {
    const change = planResource(planning, logicalId);
    if (!change) continue;
    planned.set(logicalId, change);
    if (change.Action === 'Add' || change.Replacement === 'True') unknown.add(logicalId);
  }
  const wanted = [...blueprint.resources.keys()].flatMap((logicalId) => planned.get(logicalId) ?? []);
  const removed = [...records.values()].filter(({ logicalId }) => !blueprint.resources.has(logicalId)).map(removal);
  return { changes: [...wanted, ...removed].map((ResourceChange) => ({ Type: 'Resource', ResourceChange })), lookup };
}

/** A name keeps its type for the life of the stack. */
function assertSameTypes({ resources }: Blueprint, existing: readonly ResourceRecord[]): void {
  const changed = existing.filter(
    ({ logicalId, type, state }) => state && (resources.get(logicalId)?.Type ?? type) !== type,
  );
  if (changed.length === 0) return;
  const names = changed.map(({ logicalId }) => logicalId).join(', ');
  throw validationError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${names}]`,
  );
}

/** Dependencies ahead of what depends on them. */
function inOrder({ graph }: Blueprint): string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string) => {
    if (ordered.has(logicalId)) return;
    for (const dependency of graph.get(logicalId) ?? []) visit(dependency);
    ordered.add(logicalId);
  };
  for (const logicalId of graph.keys()) visit(logicalId);
  return [...ordered];
}

/** Undefined when nothing about the resource would change. */
function planResource(planning: Planning, logicalId: string): ResourceChange | undefined {
  const { blueprint, records, stackTags, lookup, kernel } = planning;
  const declaration = blueprint.resources.get(logicalId);
  if (!declaration) return undefined;
  const specification = blueprint.specification[declaration.Type];
  const scope = blueprint.scope(lookup);
  const evaluated = evaluate(declaration.Properties, scope);
  const properties = coerceProperties(evaluated === noValue ? {} : (evaluated as Json), specification);
  const record = records.get(logicalId);
  const context = { AfterContext: JSON.stringify({ Properties: properties }) };
  if (!record) {
    return { ...addition(logicalId, declaration.Type), ...context };
  }
  const type = kernel.resourceType(declaration.Type);
  const changes = changedProperties(record.properties, properties, specification);
  const details = [
    ...changes.flatMap((change) =>
      propertyDetails(
        change,
        record.properties,
        properties,
        causesOf(planning, declaration.Properties[change.name], scope.condition),
      ),
    ),
    ...attributeDetails(record, declaration.Metadata, policiesOf(declaration, scope)),
  ];
  const isRetagged =
    !isDeepStrictEqual(record.stackTags, stackTags) &&
    specification?.p.Tags !== undefined &&
    type?.properties.includes('Tags') === true;
  if (isRetagged) details.push(attributeDetail('Tags'));
  if (details.length === 0 && !record.status.endsWith('FAILED')) return undefined;
  return {
    ...modification(record, changes, type !== undefined && type.update === undefined),
    Scope: [...new Set(details.flatMap(({ Target }) => Target?.Attribute ?? []))],
    Details: details,
    BeforeContext: JSON.stringify({ Properties: record.properties }),
    ...context,
  };
}

/** What a property refers to that changes: a parameter's value, or a resource that will be another. */
function causesOf(planning: Planning, declared: unknown, condition: (name: string) => boolean): Cause[] {
  const { blueprint, changedParameters, lookup, records } = planning;
  const isReplaced = (name: string) => blueprint.resources.has(name) && records.has(name) && !lookup(name);
  const causes = referencesIn(declared, condition).flatMap((reference): Cause[] => {
    if (reference.kind === 'ref' && changedParameters.has(reference.name)) {
      return [{ ChangeSource: 'ParameterReference', CausingEntity: reference.name }];
    }
    if (reference.kind === 'ref' && isReplaced(reference.name)) {
      return [{ ChangeSource: 'ResourceReference', CausingEntity: reference.name }];
    }
    if (reference.kind === 'attribute' && isReplaced(reference.name)) {
      const CausingEntity = `${reference.name}.${String(reference.attribute)}`;
      return [{ ChangeSource: 'ResourceAttribute', CausingEntity }];
    }
    return [];
  });
  return [...new Map(causes.map((cause) => [`${cause.ChangeSource} ${cause.CausingEntity}`, cause])).values()];
}
