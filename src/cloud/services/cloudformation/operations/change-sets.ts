import type {
  DeleteChangeSetCommandInput,
  DeleteChangeSetCommandOutput,
  ListChangeSetsCommandInput,
  ListChangeSetsCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { bracketedStackNotFound, invalidChangeSetStatus } from '../errors.ts';
import type { CloudFormationState } from '../state.ts';
import { findStack, lookUpChangeSet, pendingChangeSetsOf } from './find-stack.ts';
import { page } from './page.ts';

/**
 * A change set that is not there is deleted; its stack must be there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html
 */
export const deleteChangeSet: Operation<
  Given<DeleteChangeSetCommandInput>,
  Omit<DeleteChangeSetCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const isById = input.ChangeSetName.startsWith('arn:');
  if (!isById && input.StackName !== undefined) findStack(state, input.StackName, bracketedStackNotFound);
  const changeSet = lookUpChangeSet(state, input.ChangeSetName, input.StackName);
  if (changeSet?.executionStatus === 'EXECUTE_IN_PROGRESS') {
    throw invalidChangeSetStatus(`ChangeSet [${changeSet.id}] cannot be deleted in status EXECUTE_IN_PROGRESS`);
  }
  if (changeSet) state.changeSets.delete(changeSet.id);
  return {};
};

/**
 * The change sets that can still be executed, and those that failed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html
 */
export const listChangeSets: Operation<
  Given<ListChangeSetsCommandInput>,
  Omit<ListChangeSetsCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  const { items, next } = page(pendingChangeSetsOf(state, stack.id), input.NextToken, ({ id }) => id);
  return {
    Summaries: items.map((changeSet) => ({
      StackId: changeSet.stackId,
      StackName: changeSet.stackName,
      ChangeSetId: changeSet.id,
      ChangeSetName: changeSet.name,
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.statusReason,
      CreationTime: new Date(changeSet.createdMs),
      Description: changeSet.description,
      IncludeNestedStacks: changeSet.includeNestedStacks,
      ImportExistingResources: changeSet.importExistingResources || undefined,
    })),
    NextToken: next,
  };
};
