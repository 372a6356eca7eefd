import type {
  DescribeStackDriftDetectionStatusCommandInput,
  DescribeStackDriftDetectionStatusCommandOutput,
  DescribeStackResourceDriftsCommandInput,
  DescribeStackResourceDriftsCommandOutput,
  DetectStackDriftCommandInput,
  DetectStackDriftCommandOutput,
  DetectStackResourceDriftCommandInput,
  DetectStackResourceDriftCommandOutput,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import type { Context, Operation, ResourceCalls } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { detectDrift } from '../engine/drift/detect-drift.ts';
import { bracketedStackNotFound, resourceNotFound, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import {
  type CloudFormationState,
  type DriftDetection,
  partKey,
  partsOf,
  type ResourceDrift,
  resourcesOf,
  type Stack,
} from '../state.ts';
import { findStack } from './find-stack.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html */
const detectable: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'IMPORT_ROLLBACK_FAILED',
]);

function findDetectable(state: CloudFormationState, stackName: string): Stack {
  const stack = findStack(state, stackName, bracketedStackNotFound);
  if (detectable.has(stack.status)) return stack;
  throw validationError(`Drift detection cannot be performed on stack [${stack.id}] in state [${stack.status}]`);
}

const callsOf = (context: Context<CloudFormationRuntime>): ResourceCalls => ({
  account: context.account,
  region: context.region,
  call: (service, operation, input, options) => context.call(service, operation, input, options),
});

/**
 * Looks at every resource whose type can be read; done when it answers.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
 */
export const detectStackDrift: Ours<DetectStackDriftCommandInput, DetectStackDriftCommandOutput> = async (
  state,
  input,
  context,
) => {
  const { id: stackId } = findDetectable(state, input.StackName);
  const wanted = input.LogicalResourceIds ?? [];
  const records = resourcesOf(state, stackId).filter(
    ({ logicalId }) => wanted.length === 0 || wanted.includes(logicalId),
  );
  const startedMs = context.clock.now();
  for (const record of records) {
    const drift = await detectDrift(context.kernel, record, callsOf(context));
    if (drift) state.drifts.set(partKey(stackId, record.logicalId), drift);
  }
  const found = [...state.drifts.values(partsOf(stackId))];
  const drifted = found.filter(({ status }) => status !== 'IN_SYNC').length;
  const detection: DriftDetection = {
    id: context.random.uuid(),
    stackId,
    // Where no resource can be read nothing is known of the stack.
    status: drifted > 0 ? 'DRIFTED' : found.length > 0 ? 'IN_SYNC' : 'NOT_CHECKED',
    drifted,
    startedMs,
  };
  state.driftDetections.set(detection.id, detection);
  noteStackDrift(state, detection);
  return { StackDriftDetectionId: detection.id };
};

/** The stack tells what the last look at it found. */
function noteStackDrift(state: CloudFormationState, { stackId, status, startedMs }: DriftDetection): void {
  const stack = findStack(state, stackId);
  state.stacks.set(stackId, { ...stack, drift: { status, checkedMs: startedMs } });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackDriftDetectionStatus.html */
export const describeStackDriftDetectionStatus: Ours<
  DescribeStackDriftDetectionStatusCommandInput,
  DescribeStackDriftDetectionStatusCommandOutput
> = (state, input) => {
  const { StackDriftDetectionId: id } = input;
  const detection = state.driftDetections.get(id);
  if (!detection) throw validationError(`Drift detection with id ${id} does not exist`);
  return {
    StackId: detection.stackId,
    StackDriftDetectionId: id,
    StackDriftStatus: detection.status,
    DetectionStatus: 'DETECTION_COMPLETE',
    DriftedStackResourceCount: detection.drifted,
    Timestamp: new Date(detection.startedMs),
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackResourceDrift.html */
export const detectStackResourceDrift: Ours<
  DetectStackResourceDriftCommandInput,
  DetectStackResourceDriftCommandOutput
> = async (state, input, context) => {
  const { id: stackId } = findDetectable(state, input.StackName);
  const key = partKey(stackId, input.LogicalResourceId);
  const record = state.resources.get(key);
  if (!record) throw resourceNotFound(input.LogicalResourceId, input.StackName);
  const drift = await detectDrift(context.kernel, record, callsOf(context));
  if (!drift) throw validationError(`Drift detection is not supported for resource type ${record.type}`);
  state.drifts.set(key, drift);
  return { StackResourceDrift: described(drift) };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResourceDrifts.html */
export const describeStackResourceDrifts: Ours<
  DescribeStackResourceDriftsCommandInput,
  DescribeStackResourceDriftsCommandOutput
> = (state, input) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  const wanted = input.StackResourceDriftStatusFilters ?? [];
  const drifts = [...state.drifts.values(partsOf(stack.id))].filter(
    ({ status }) => wanted.length === 0 || wanted.includes(status),
  );
  const { items, next } = page(drifts, input.NextToken, ({ logicalId }) => logicalId, input.MaxResults);
  return { StackResourceDrifts: items.map(described), NextToken: next };
};

const described = (drift: ResourceDrift): StackResourceDrift => ({
  StackId: drift.stackId,
  LogicalResourceId: drift.logicalId,
  PhysicalResourceId: drift.physicalId,
  ResourceType: drift.type,
  ExpectedProperties: JSON.stringify(drift.expected),
  ActualProperties: drift.actual && JSON.stringify(drift.actual),
  PropertyDifferences: [...drift.differences],
  StackResourceDriftStatus: drift.status,
  Timestamp: new Date(drift.checkedMs),
});
