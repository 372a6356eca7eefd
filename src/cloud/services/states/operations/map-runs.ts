import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { executionNotFound } from '../errors.ts';
import { goOn } from '../map-runs/go-on.ts';
import type { Counts, MapRun, Tolerated } from '../map-runs/map-run.ts';
import { noCounts } from '../map-runs/map-run.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, StatesState, StatesRuntime>;

const mapRunNotFound = (arn: string) =>
  new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, { members: { resourceName: arn } });
const invalidToken = () => new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Op<Given<Sdk.DescribeMapRunInput>, Sdk.DescribeMapRunOutput> = (state, { mapRunArn }) => {
  const run = state.mapRuns.get(mapRunArn);
  if (!run) throw mapRunNotFound(mapRunArn);
  const { items = noCounts, executions = noCounts } = state.mapProgress.get(mapRunArn) ?? {};
  const { stopMs, redrives = 0, redriveMs, tolerated } = run;
  return {
    mapRunArn,
    executionArn: run.executionArn,
    status: run.status,
    startDate: new Date(run.startMs),
    ...(stopMs !== undefined && { stopDate: new Date(stopMs) }),
    maxConcurrency: run.maxConcurrency,
    toleratedFailurePercentage: tolerated.percentage ?? 0,
    toleratedFailureCount: tolerated.count ?? 0,
    itemCounts: countsTold(run, items, true),
    executionCounts: countsTold(run, executions, false),
    redriveCount: redrives,
    ...(redriveMs !== undefined && { redriveDate: new Date(redriveMs) }),
  };
};

function countsTold({ source }: MapRun, counts: Counts, areItems: boolean): Sdk.MapRunItemCounts {
  const { pending, pendingRedrive, running, succeeded, failed, timedOut, aborted, written } = counts;
  const known = pending + pendingRedrive + running + succeeded + failed + timedOut + aborted;
  // Items of a state's input are all known before they are read.
  const total = areItems && source.from === 'state' ? source.total : known;
  return {
    pending: pending + total - known,
    running,
    succeeded,
    failed,
    timedOut,
    aborted,
    total,
    resultsWritten: written,
    failuresNotRedrivable: 0,
    pendingRedrive,
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html: the latest first. */
export const listMapRuns: Op<Given<Sdk.ListMapRunsInput>, Sdk.ListMapRunsOutput> = (
  state,
  { executionArn, maxResults, nextToken: token },
) => {
  if (!state.executions.has(executionArn)) throw executionNotFound(executionArn);
  const range = { from: `${executionArn}|`, to: `${executionArn}|~`, reverse: true };
  const runs = [...state.mapRunsOf.values(range)].flatMap((arn) => state.mapRuns.get(arn) ?? []);
  const { items, next } = pageOf(runs, { limit: maxResults || 100, token, keyOf: ({ arn }) => arn, invalidToken });
  return {
    mapRuns: items.map(({ arn, machineArn, startMs, stopMs }) => ({
      executionArn,
      mapRunArn: arn,
      stateMachineArn: machineArn,
      startDate: new Date(startMs),
      ...(stopMs !== undefined && { stopDate: new Date(stopMs) }),
    })),
    ...(next !== undefined && { nextToken: next }),
  };
};

/** A map run that runs goes on by the new settings at once. https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html */
export const updateMapRun: Op<Given<Sdk.UpdateMapRunInput>, Sdk.UpdateMapRunOutput> = (state, input, context) => {
  const { mapRunArn, maxConcurrency, toleratedFailureCount: count, toleratedFailurePercentage: percentage } = input;
  const run = state.mapRuns.get(mapRunArn);
  const progress = state.mapProgress.get(mapRunArn);
  if (!run || !progress) throw mapRunNotFound(mapRunArn);
  if (maxConcurrency === undefined && count === undefined && percentage === undefined) {
    throw new AwsError(
      'ValidationException',
      'At least one of maxConcurrency, toleratedFailureCount or toleratedFailurePercentage must be specified',
    );
  }
  if (run.status !== 'RUNNING') throw new AwsError('ValidationException', `Map Run is not running: '${mapRunArn}'`);
  const tolerated: Tolerated = {
    ...run.tolerated,
    ...(count !== undefined && { count }),
    ...(percentage !== undefined && { percentage }),
  };
  const updated = { ...run, tolerated, ...(maxConcurrency !== undefined && { maxConcurrency }) };
  state.mapRuns.set(mapRunArn, updated);
  goOn(state, updated, progress, context);
  return {};
};
