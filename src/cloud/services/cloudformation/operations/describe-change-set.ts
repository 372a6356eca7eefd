import type {
  Change,
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { bracketedStackNotFound } from '../errors.ts';
import type { CloudFormationState } from '../state.ts';
import { describeCapabilities, describeParameters, describeTags, unlessEmpty } from './describe-stack.ts';
import { findChangeSet, findStack } from './find-stack.ts';
import { page } from './page.ts';

type Output = Omit<DescribeChangeSetCommandOutput, '$metadata'>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export const describeChangeSet: Operation<Given<DescribeChangeSetCommandInput>, Output, CloudFormationState> = (
  state,
  input,
) => {
  if (input.StackName !== undefined && !input.ChangeSetName.startsWith('arn:')) {
    findStack(state, input.StackName, bracketedStackNotFound);
  }
  const changeSet = findChangeSet(state, input.ChangeSetName, input.StackName);
  const changes = page(changeSet.changes, input.NextToken, (change) => change.ResourceChange?.LogicalResourceId ?? '');
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Description: changeSet.description,
    Parameters: unlessEmpty(describeParameters(changeSet.definition)),
    CreationTime: new Date(changeSet.createdMs),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    NotificationARNs: [...(changeSet.definition.notificationArns ?? [])],
    RollbackConfiguration: changeSet.definition.rollbackConfiguration ?? {},
    Capabilities: describeCapabilities(changeSet.definition),
    Tags: unlessEmpty(describeTags(changeSet.definition.tags)),
    Changes: changes.items.map((change) => (input.IncludePropertyValues ? change : withoutValues(change))),
    NextToken: changes.next,
    IncludeNestedStacks: changeSet.includeNestedStacks,
    ImportExistingResources: changeSet.importExistingResources || undefined,
    OnStackFailure: changeSet.onStackFailure,
    DeploymentConfig: changeSet.deploymentConfig,
  };
};

/** Values before and after are told to those alone who ask for them. */
function withoutValues(change: Change): Change {
  if (!change.ResourceChange) return change;
  const { BeforeContext: _, AfterContext: __, ...rest } = change.ResourceChange;
  const details = rest.Details?.map((detail) => {
    const {
      BeforeValue: ___,
      AfterValue: ____,
      Path: _____,
      AttributeChangeType: ______,
      ...target
    } = detail.Target ?? {};
    return { ...detail, Target: target };
  });
  return { ...change, ResourceChange: { ...rest, ...(details && { Details: details }) } };
}
