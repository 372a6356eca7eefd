import { isDeepStrictEqual } from 'node:util';
import type { PropertyDifference, StackResourceDriftStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../../kernel/errors.ts';
import type { ResourceDrift, ResourceRecord } from '../../state.ts';
import { type Call, resolveDynamicReferences } from '../deploy/resource/dynamic-references.ts';
import { isRecord, type Json } from '../template/template.ts';
import { driftReaders, ResourceGone } from './readers.ts';

/** Whether what a resource is can be read, with all that its template says of it. */
export function isDriftReadable({ type, properties, state }: ResourceRecord): boolean {
  const reader = Object.hasOwn(driftReaders, type) ? driftReaders[type] : undefined;
  if (!reader || !state) return false;
  return Object.keys(properties).every((name) => reader.properties.includes(name));
}

/**
 * What a resource is beside what its template says; undefined where that cannot be read. Properties that the template
 * does not have are not looked at, as in AWS.
 */
export async function detectDrift(
  record: ResourceRecord,
  call: Call,
  nowMs: number,
): Promise<ResourceDrift | undefined> {
  const { stackId, logicalId, type, state } = record;
  const reader = driftReaders[type];
  if (!state || !reader || !isDriftReadable(record)) return undefined;
  const resolved = await resolveDynamicReferences(record.properties, call);
  const { Code: _, ...expected } = isRecord(resolved) ? resolved : {};
  const drift = { stackId, logicalId, type, physicalId: state.physicalId, checkedMs: nowMs, expected };
  try {
    const all = await reader.read(state.physicalId, call);
    const names = Object.keys(expected).filter((name) => all[name] !== undefined);
    const actual = Object.fromEntries(names.map((name) => [name, all[name]]));
    const differences = differencesOf(expected, actual, '');
    const status: StackResourceDriftStatus = differences.length > 0 ? 'MODIFIED' : 'IN_SYNC';
    return { ...drift, status, actual, differences };
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof ResourceGone)) throw error;
    const isGone = error instanceof ResourceGone || /NotFound|NonExistent|DoesNotExist/.test(error.code);
    if (!isGone) throw error;
    return { ...drift, status: 'DELETED', differences: [] };
  }
}

function differencesOf(expected: Json, actual: Json, path: string): PropertyDifference[] {
  const names = new Set([...Object.keys(expected), ...(path === '' ? [] : Object.keys(actual))]);
  return [...names].flatMap((name) => {
    const [before, after] = [expected[name], actual[name]];
    if (isDeepStrictEqual(before, after)) return [];
    if (isRecord(before) && isRecord(after)) return differencesOf(before, after, `${path}/${name}`);
    const DifferenceType = before === undefined ? 'ADD' : after === undefined ? 'REMOVE' : 'NOT_EQUAL';
    return [
      { PropertyPath: `${path}/${name}`, ExpectedValue: textOf(before), ActualValue: textOf(after), DifferenceType },
    ];
  });
}

/** AWS says `null` of what is not there. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
