import { isDeepStrictEqual } from 'node:util';
import type { ResourceAttribute, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { type PropertyChange, strictest } from '../../../../resource-types/property-diff.ts';
import type { ResourceRecord } from '../../state.ts';
import type { policiesOf } from '../deploy/resource/prepare-resource.ts';
import { knownAfterApply } from '../intrinsics/scope.ts';
import type { Json } from '../template/template.ts';

// Changes in the words of DescribeChangeSet:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html

/** A resource that the stack does not have yet. */
export const addition = (logicalId: string, type: string): ResourceChange => ({
  Action: 'Add',
  LogicalResourceId: logicalId,
  ResourceType: type,
  Scope: [],
  Details: [],
});

/**
 * A resource that stays, in place or as a new one. `hasNoUpdate`: its owner cannot change it in place, so that any change
 * of a property replaces it.
 */
export function modification(
  record: ResourceRecord,
  changes: readonly PropertyChange[],
  hasNoUpdate: boolean,
): ResourceChange {
  const recreation = strictest(changes);
  const isReplaced = recreation === 'Always' || (hasNoUpdate && changes.length > 0);
  const kept = record.updateReplacePolicy === 'Delete' ? 'ReplaceAndDelete' : 'ReplaceAndRetain';
  return {
    Action: 'Modify',
    LogicalResourceId: record.logicalId,
    ...(record.state && { PhysicalResourceId: record.state.physicalId }),
    ResourceType: record.type,
    Replacement: isReplaced ? 'True' : recreation === 'Conditionally' ? 'Conditional' : 'False',
    ...(isReplaced && { PolicyAction: kept }),
  };
}

/** A resource that the template no longer has. */
export const removal = (record: ResourceRecord): ResourceChange => ({
  Action: 'Remove',
  LogicalResourceId: record.logicalId,
  ...(record.state && { PhysicalResourceId: record.state.physicalId }),
  ResourceType: record.type,
  PolicyAction: record.deletionPolicy === 'Delete' ? 'Delete' : 'Retain',
  Scope: [],
  Details: [],
  BeforeContext: JSON.stringify({ Properties: record.properties }),
});

/** What else changes, that a property refers to. */
export interface Cause {
  readonly ChangeSource: 'ParameterReference' | 'ResourceReference' | 'ResourceAttribute';
  /** `Parameter`, `Resource` or `Resource.Attribute`. */
  readonly CausingEntity: string;
}

/**
 * What changes about a property, and why: AWS tells the causes that it knows, and beside a parameter's that the template
 * may have changed as well. What depends on a value that is not known yet is `Dynamic`.
 */
export function propertyDetails(
  { name, recreation }: PropertyChange,
  before: Json,
  after: Json,
  causes: readonly Cause[],
): ResourceChangeDetail[] {
  const value = valueText(after[name]);
  const isUnknown = value?.includes(knownAfterApply) === true;
  const old = valueText(before[name]);
  const Target = {
    Attribute: 'Properties' as const,
    Name: name,
    RequiresRecreation: recreation,
    Path: `/Properties/${name}`,
    ...(old !== undefined && { BeforeValue: old }),
    ...(value !== undefined && { AfterValue: value }),
    AttributeChangeType:
      old === undefined ? ('Add' as const) : value === undefined ? ('Remove' as const) : ('Modify' as const),
  };
  const caused = causes.map(({ ChangeSource, CausingEntity }): ResourceChangeDetail => {
    const isStatic = ChangeSource === 'ParameterReference' || (ChangeSource === 'ResourceReference' && !isUnknown);
    return { Target, Evaluation: isStatic ? 'Static' : 'Dynamic', ChangeSource, CausingEntity };
  });
  const isByParameter = causes.some(({ ChangeSource }) => ChangeSource === 'ParameterReference');
  if (isByParameter) return [{ Target, Evaluation: 'Dynamic', ChangeSource: 'DirectModification' }, ...caused];
  if (caused.length > 0) return caused;
  return [
    isUnknown
      ? { Target, Evaluation: 'Dynamic', ChangeSource: 'ResourceReference' }
      : { Target, Evaluation: 'Static', ChangeSource: 'DirectModification' },
  ];
}

const valueText = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

/** Metadata and policies that differ; tags of the stack are the caller's to compare. */
export function attributeDetails(
  record: ResourceRecord,
  metadata: unknown,
  policies: ReturnType<typeof policiesOf>,
): ResourceChangeDetail[] {
  const attributes: ResourceAttribute[] = [
    ...(isDeepStrictEqual(record.metadata, metadata) ? [] : ['Metadata' as const]),
    ...(record.deletionPolicy === policies.deletionPolicy ? [] : ['DeletionPolicy' as const]),
    ...(record.updateReplacePolicy === policies.updateReplacePolicy ? [] : ['UpdateReplacePolicy' as const]),
  ];
  return attributes.map(attributeDetail);
}

/** A change of something beside the properties, which never makes a new resource. */
export const attributeDetail = (Attribute: ResourceAttribute): ResourceChangeDetail => ({
  Target: { Attribute, RequiresRecreation: 'Never' },
  Evaluation: 'Static',
  ChangeSource: 'DirectModification',
});
