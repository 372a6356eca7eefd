import type { PropertyDifference, StackResourceDriftStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../../kernel/errors.ts';
import { isJsonObject, type JsonObject } from '../../../../kernel/json.ts';
import { isGoneCode } from '../../../../resource-types/handler-errors.ts';
import { identifierOf } from '../../../../resource-types/identifier.ts';
import { withoutStackTags } from '../../../../resource-types/own-tags.ts';
import { isCompound, isSameValue } from '../../../../resource-types/same-value.ts';
import { loadSpecification, type TypeSpecification, type ValueType } from '../../../../resource-types/specification.ts';
import type { CloudKernel, ResourceCalls } from '../../../../service-kit/contract.ts';
import { ResourceGone } from '../../../../service-kit/resource-reading.ts';
import type { ResourceDrift, ResourceRecord } from '../../state.ts';
import { resolveDynamicReferences } from '../deploy/resource/dynamic-references.ts';

/** Whether what a resource is can be read, with all that its template says of it. */
export function isDriftReadable(kernel: CloudKernel, { type, properties, state }: ResourceRecord): boolean {
  const reading = kernel.resourceType(type)?.reading;
  if (!reading || !state) return false;
  return Object.keys(properties).every(
    (name) => reading.properties.includes(name) || reading.writeOnly?.includes(name) === true,
  );
}

/**
 * What a resource is beside what its template says; undefined where that cannot be read. Properties that the template
 * does not have are not looked at, nor those that AWS never tells, as in AWS.
 */
export async function detectDrift(
  kernel: CloudKernel,
  record: ResourceRecord,
  calls: ResourceCalls,
): Promise<ResourceDrift | undefined> {
  const { stackId, logicalId, type, state } = record;
  const reading = kernel.resourceType(type)?.reading;
  const specification = (await loadSpecification())[type];
  if (!state || !reading || !specification || !isDriftReadable(kernel, record)) return undefined;
  const call: ResourceCalls['call'] = (...asked) => calls.call(...asked);
  const resolved = await resolveDynamicReferences(record.properties, call);
  const expected = Object.fromEntries(
    Object.entries(isJsonObject(resolved) ? resolved : {}).filter(([name]) => reading.properties.includes(name)),
  );
  const drift = { stackId, logicalId, type, physicalId: state.physicalId, checkedMs: kernel.clock.now(), expected };
  try {
    const told = await reading.read(identifierOf(reading.identifiers, state, record.properties), calls);
    const all = withoutStackTags(told, record.stackTags);
    const names = Object.keys(expected).filter((name) => all[name] !== undefined);
    const actual = Object.fromEntries(names.map((name) => [name, all[name]]));
    const differences = Object.entries(specification.p).flatMap(([name, { t }]) =>
      Object.hasOwn(expected, name) ? differencesOf(expected[name], actual[name], t, `/${name}`, specification) : [],
    );
    const status: StackResourceDriftStatus = differences.length > 0 ? 'MODIFIED' : 'IN_SYNC';
    return { ...drift, status, actual, differences };
  } catch (error) {
    const isGone = error instanceof ResourceGone || (error instanceof AwsError && isGoneCode(error.code));
    if (!isGone) throw error;
    return { ...drift, status: 'DELETED', differences: [] };
  }
}

function differencesOf(
  expected: unknown,
  actual: unknown,
  type: ValueType | undefined,
  path: string,
  specification: TypeSpecification,
): PropertyDifference[] {
  if (isSameValue(expected, actual, type, specification)) return [];
  if (isJsonObject(expected) && isJsonObject(actual)) {
    return memberDifferences(expected, actual, type, path, specification);
  }
  const DifferenceType = expected === undefined ? 'ADD' : actual === undefined ? 'REMOVE' : 'NOT_EQUAL';
  return [{ PropertyPath: path, ExpectedValue: textOf(expected), ActualValue: textOf(actual), DifferenceType }];
}

/** Members of a definition that the template does not have are defaults; those of a map are more than there should be. */
function memberDifferences(
  expected: JsonObject,
  actual: JsonObject,
  type: ValueType | undefined,
  path: string,
  specification: TypeSpecification,
): PropertyDifference[] {
  const members = isCompound(type, 'd') ? specification.d?.[type[1]] : undefined;
  const inner = isCompound(type, 'm') ? type[1] : undefined;
  const names = new Set([...Object.keys(expected), ...(members ? [] : Object.keys(actual))]);
  return [...names].flatMap((name) => {
    const memberType = members ? members[name]?.t : inner;
    return differencesOf(expected[name], actual[name], memberType, `${path}/${name}`, specification);
  });
}

/** AWS says `null` of what is not there. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
