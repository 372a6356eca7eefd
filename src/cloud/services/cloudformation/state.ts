import type {
  Change,
  ChangeSetStatus,
  DeploymentConfig,
  ExecutionStatus,
  OnFailure,
  PropertyDifference,
  ResourceStatus,
  RollbackConfiguration,
  StackDriftStatus,
  StackRefactorExecutionStatus,
  StackRefactorStatus,
  StackResourceDriftStatus,
  StackStatus,
} from '@aws-sdk/client-cloudformation';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Properties, ResourceState } from '../../service-kit/contract.ts';
import type { StackInstance, StackSet, StackSetOperationRecord } from './stack-sets/stack-set.ts';

/** A parameter of a stack: as given, and as `Ref` answers it. */
export interface StackParameter {
  readonly key: string;
  /** What was given, or the declared default. For `AWS::SSM::Parameter::Value` it is the name. */
  readonly given: string;
  /** What stands in Parameter Store under that name. */
  readonly resolved?: string;
  readonly noEcho: boolean;
}

/** What a stack is asked to be. */
export interface StackDefinition {
  /** As it was handed in; empty while a stack waits for its first change set. */
  readonly templateBody: string;
  /** After its macros, where it has some; AWS::LanguageExtensions is still to be applied. */
  readonly processedBody?: string;
  readonly parameters: readonly StackParameter[];
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
  /** Topics that are told of the stack's events; none are an empty list, where the request said so. */
  readonly notificationArns?: readonly string[];
  readonly rollbackConfiguration?: RollbackConfiguration;
}

/** A stack and what its last operation was asked to do. Times are milliseconds since the epoch. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly createdMs: number;
  readonly updatedMs?: number;
  /** When its deletion began, or the rollback of its creation. */
  readonly deletedMs?: number;
  /** In force, or being brought about. */
  readonly definition: StackDefinition;
  /** While an update is under way or has failed: where a rollback leads. */
  readonly stableDefinition?: StackDefinition;
  readonly description?: string;
  readonly outputs: readonly StackOutput[];
  readonly disableRollback: boolean;
  readonly onFailure?: OnFailure;
  readonly retainExceptOnCreate: boolean;
  readonly terminationProtection: boolean;
  readonly timeoutMinutes?: number;
  readonly deploymentConfig?: DeploymentConfig;
  readonly policy?: string;
  /** Takes the policy's place for the update that is under way. */
  readonly policyDuringUpdate?: string;
  readonly changeSetId?: string;
  /** ClientRequestToken of the last operation: the same request once more is answered and not done again. */
  readonly lastToken?: string;
  readonly parentId?: string;
  readonly rootId?: string;
  /** What the last look for drift found. */
  readonly drift?: { readonly status: StackDriftStatus; readonly checkedMs: number };
}

/** An output with its value, evaluated when the stack was last worked on. */
export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** How an unfinished update changed a resource, kept until the update is done or rolled back. */
export type Undo =
  | { readonly kind: 'created' }
  | { readonly kind: 'updated'; readonly before: ResourceRecord }
  | { readonly kind: 'replaced'; readonly before: ResourceRecord }
  /** Rolled back to the resource that was there before; `discard` is yet to be deleted. */
  | { readonly kind: 'restored'; readonly discard: ResourceRecord };

/**
 * What becomes of a resource that its stack no longer wants (DeletionPolicy) or replaced (UpdateReplacePolicy).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

/** A resource of a stack, as long as the stack knows of it. */
export interface ResourceRecord {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly statusReason?: string;
  readonly timestampMs: number;
  /** Absent while there is nothing in the world that belongs to this record. */
  readonly state?: ResourceState;
  /** After intrinsic functions, before dynamic references: what updates are compared with. */
  readonly properties: Properties;
  /** What a failed update tried to set; the resource may have a part of it. */
  readonly attempted?: Properties;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly metadata?: unknown;
  /** For how many signals its creation waits; with functions, as declared. */
  readonly creationPolicy?: unknown;
  /** Tags of the stack when the resource was last worked on; they are passed on to it. */
  readonly stackTags: Readonly<Record<string, string>>;
  readonly undo?: Undo;
}

/** One line of a stack's history; what DescribeStackEvents tells. */
export interface StackEvent {
  readonly id: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason?: string;
  readonly timestampMs: number;
  readonly operationId: string;
  readonly properties?: string;
  readonly clientRequestToken?: string;
}

/** What a look for drift found of a resource. */
export interface ResourceDrift {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: StackResourceDriftStatus;
  readonly checkedMs: number;
  readonly expected: Properties;
  /** Absent where the resource is gone. */
  readonly actual?: Properties;
  readonly differences: readonly PropertyDifference[];
}

/** One look for drift, over since it was asked for. */
export interface DriftDetection {
  readonly id: string;
  readonly stackId: string;
  readonly status: StackDriftStatus;
  readonly drifted: number;
  readonly startedMs: number;
}

/** A resource that exists and is to become a stack's: by the properties that name it. */
export interface ImportedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly identifier: Readonly<Record<string, string>>;
}

/** A planned deployment. It keeps the whole definition, so that it can be executed when its request is long gone. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly definition: StackDefinition;
  readonly description?: string;
  readonly createdMs: number;
  readonly status: ChangeSetStatus;
  readonly statusReason?: string;
  readonly executionStatus: ExecutionStatus;
  readonly changes: readonly Change[];
  readonly includeNestedStacks: boolean;
  readonly importExistingResources: boolean;
  /** What a change set of type IMPORT takes in. */
  readonly resourcesToImport?: readonly ImportedResource[];
  readonly clientToken?: string;
  readonly onStackFailure?: 'DELETE' | 'DO_NOTHING' | 'ROLLBACK';
  readonly deploymentConfig?: DeploymentConfig;
}

/** Where a resource is, or is to be. */
export interface ResourcePlace {
  readonly stackId: string;
  readonly logicalId: string;
}

/** A resource that changes its stack, its name in it, or both. */
export interface ResourceMove {
  readonly from: ResourcePlace;
  readonly to: ResourcePlace;
  readonly physicalId: string;
  /** Found out, or said by the request. */
  readonly detection: 'AUTO' | 'MANUAL';
}

/** One of the stacks, as it is to be. */
export interface RefactoredStack {
  readonly stackId: string;
  readonly name: string;
  /** Made when the refactor is executed. */
  readonly isNew: boolean;
  readonly definition: StackDefinition;
}

/** Resources that are to change places between stacks, without being touched themselves. */
export interface StackRefactor {
  readonly id: string;
  readonly description?: string;
  readonly createdMs: number;
  readonly status: StackRefactorStatus;
  readonly statusReason?: string;
  readonly executionStatus: StackRefactorExecutionStatus;
  readonly executionStatusReason?: string;
  readonly stacks: readonly RefactoredStack[];
  readonly moves: readonly ResourceMove[];
}

/** A value that other stacks of the account and region may import by its name. */
export interface Export {
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
}

/** Stacks of one account and region, and all that belongs to them. */
export interface CloudFormationState {
  /** By stack id; deleted stacks stay, as in AWS. */
  readonly stacks: Collection<Stack>;
  /** Name → id of the stack that has it now. */
  readonly stackIds: Collection<string>;
  /** By {@link partKey} of stack id and logical id. */
  readonly resources: Collection<ResourceRecord>;
  /** By {@link partKey} of stack id and a counter. */
  readonly events: Collection<StackEvent>;
  readonly changeSets: Collection<ChangeSet>;
  readonly exports: Collection<Export>;
  /** Name → the function behind it. */
  readonly macros: Collection<string>;
  /** By {@link partKey} of stack id and logical id; none of resources that were not looked at. */
  readonly drifts: Collection<ResourceDrift>;
  readonly driftDetections: Collection<DriftDetection>;
  readonly refactors: Collection<StackRefactor>;
  readonly stackSets: Collection<StackSet>;
  /** By {@link partKey} of the set's name and `account/region`. */
  readonly stackInstances: Collection<StackInstance>;
  /** By {@link partKey} of the set's name and the operation's id. */
  readonly stackSetOperations: Collection<StackSetOperationRecord>;
  /** {@link partKey} of export name and importing stack id → that id. */
  readonly imports: Collection<string>;
}

/** Opens the collections; they are empty until something is made. */
export const cloudFormationState = (scope: StateScope): CloudFormationState => ({
  stacks: scope.collection('stacks'),
  stackIds: scope.collection('stack-ids'),
  resources: scope.collection('resources'),
  events: scope.collection('events'),
  changeSets: scope.collection('change-sets'),
  exports: scope.collection('exports'),
  macros: scope.collection('macros'),
  imports: scope.collection('imports'),
  drifts: scope.collection('drifts'),
  driftDetections: scope.collection('drift-detections'),
  refactors: scope.collection('stack-refactors'),
  stackSets: scope.collection('stack-sets'),
  stackInstances: scope.collection('stack-instances'),
  stackSetOperations: scope.collection('stack-set-operations'),
});

/** A key below an owner's; `\0` sorts ahead of everything, so an owner's parts are one range. */
export const partKey = (owner: string, part: string): string => `${owner}\0${part}`;

/** The range of keys that {@link partKey} makes for an owner. */
export const partsOf = (owner: string) => ({ from: `${owner}\0`, before: `${owner}\x01` });

/** All resources that the stack knows of, deleted ones of a deleted stack too. */
export const resourcesOf = (state: CloudFormationState, stackId: string): ResourceRecord[] => [
  ...state.resources.values(partsOf(stackId)),
];
