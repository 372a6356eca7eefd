import type {
  Capability,
  StackInstanceSummary,
  StackSet as StackSetDescription,
  StackSetOperationSummary,
} from '@aws-sdk/client-cloudformation';
import type { CloudFormationState } from '../state.ts';
import { instancesOf } from './parts-of-set.ts';
import type { StackInstance, StackSet, StackSetOperationRecord } from './stack-set.ts';

/** A stack set as DescribeStackSet tells it. */
export function describeStackSet(state: CloudFormationState, stackSet: StackSet): StackSetDescription {
  const instances = instancesOf(state, stackSet);
  return {
    StackSetName: stackSet.name,
    StackSetId: stackSet.id,
    Description: stackSet.description,
    Status: 'ACTIVE',
    TemplateBody: stackSet.templateBody,
    Parameters: [...stackSet.parameters],
    Capabilities: [...stackSet.capabilities] as Capability[],
    Tags: [...stackSet.tags],
    StackSetARN: stackSet.arn,
    AdministrationRoleARN: stackSet.administrationRoleArn,
    ExecutionRoleName: stackSet.executionRoleName,
    StackSetDriftDetectionDetails: {
      DriftStatus: 'NOT_CHECKED',
      TotalStackInstancesCount: instances.length,
      DriftedStackInstancesCount: 0,
      InSyncStackInstancesCount: 0,
      InProgressStackInstancesCount: 0,
      FailedStackInstancesCount: 0,
    },
    OrganizationalUnitIds: [],
    PermissionModel: 'SELF_MANAGED',
    ManagedExecution: { Active: stackSet.isManagedExecutionActive },
    Regions: [...new Set(instances.map(({ region }) => region))],
  };
}

/** What all descriptions of an instance have in common. */
export const summaryOf = (instance: StackInstance): StackInstanceSummary => ({
  StackSetId: instance.stackSetId,
  Region: instance.region,
  Account: instance.account,
  StackId: instance.stackId,
  Status: instance.status,
  StatusReason: instance.statusReason,
  StackInstanceStatus: { DetailedStatus: instance.detailedStatus },
  OrganizationalUnitId: '',
  DriftStatus: 'NOT_CHECKED',
  LastOperationId: instance.lastOperationId,
});

/** What all descriptions of an operation have in common. */
export const operationSummary = (record: StackSetOperationRecord): StackSetOperationSummary => ({
  OperationId: record.id,
  Action: record.action,
  Status: record.status,
  CreationTimestamp: new Date(record.createdMs),
  EndTimestamp: record.endedMs === undefined ? undefined : new Date(record.endedMs),
  StatusDetails: { FailedStackInstancesCount: record.results.filter(({ status }) => status === 'FAILED').length },
  OperationPreferences: record.preferences,
});
