import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { descendingKey, pageOf } from '../../../service-kit/pages.ts';
import { invalidToken, typeNotSupported, validation } from '../errors.ts';
import { executionsOf, findQualified } from '../machines/find-machine.ts';
import { childKey } from '../map-runs/map-run.ts';
import { pageSize } from '../page-size.ts';
import type { Execution, StatesState } from '../state.ts';

/** Newest first. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions: Operation<Given<Sdk.ListExecutionsInput>, Sdk.ListExecutionsOutput, StatesState> = (
  state,
  input,
) => {
  const { statusFilter, redriveFilter, maxResults, nextToken } = input;
  const executions = executionsBy(state, input)
    .filter(({ status }) => statusFilter === undefined || status === statusFilter)
    .filter(({ redrives = 0 }) => redriveFilter === undefined || redrives > 0 === (redriveFilter === 'REDRIVEN'))
    .sort(newestFirst);
  const { items, next } = pageOf(executions, {
    limit: pageSize(maxResults),
    token: nextToken,
    keyOf: ({ startMs, arn }) => descendingKey(startMs) + arn,
    invalidToken,
  });
  return {
    executions: items.map((each) => ({ ...listed(each), ...itemCountOf(state, each) })),
    ...(next !== undefined && { nextToken: next }),
  };
};

function executionsBy(state: StatesState, { stateMachineArn, mapRunArn }: Sdk.ListExecutionsInput): Execution[] {
  if (mapRunArn !== undefined) {
    if (stateMachineArn !== undefined) throw validation('Only one of StateMachine ARN and MapRun ARN can be provided');
    // A map run's children are named after the run: `execution:Orders/Each:…` for `mapRun:Orders/Each:…`.
    const prefix = mapRunArn.slice(0, mapRunArn.lastIndexOf(':')).replace(':mapRun:', ':execution:');
    const children = state.executions.values({ from: `${prefix}:`, before: `${prefix};` });
    return [...children].filter((child) => child.mapRunArn === mapRunArn);
  }
  if (stateMachineArn === undefined) throw validation('Must provide a StateMachine ARN or MapRun ARN');
  const { machine, version, alias } = findQualified(state, stateMachineArn);
  if (machine.type === 'EXPRESS') throw typeNotSupported();
  const all = [...executionsOf(state, machine.arn)];
  if (version) return all.filter(({ versionArn }) => versionArn === version.arn);
  return alias ? all.filter(({ aliasArn }) => aliasArn === alias.arn) : all;
}

const newestFirst = (one: Execution, other: Execution): number =>
  other.startMs - one.startMs || compare(other.order ?? '', one.order ?? '') || compare(one.arn, other.arn);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Of a child of a map run, which is listed by its map run alone. */
function itemCountOf(state: StatesState, { mapRunArn, mapIndex }: Execution): Pick<Sdk.ExecutionListItem, 'itemCount'> {
  if (mapRunArn === undefined || mapIndex === undefined) return {};
  const child = state.mapChildren.get(childKey(mapRunArn, mapIndex));
  return child ? { itemCount: child.items } : {};
}

const listed = (execution: Execution): Sdk.ExecutionListItem => {
  const { arn, machineArn, name, status, startMs, stopMs, redrives = 0, redriveMs } = execution;
  const { mapRunArn, versionArn, aliasArn } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: new Date(startMs),
    ...(stopMs !== undefined && { stopDate: new Date(stopMs) }),
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
    ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
    redriveCount: redrives,
    ...(redriveMs !== undefined && { redriveDate: new Date(redriveMs) }),
  };
};
