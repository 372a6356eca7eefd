import type * as Sdk from '@aws-sdk/client-eventbridge';
import { formatArn, parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { type BusCore, busNameIn } from './bus-core.ts';
import { busNotFound, invalidParameter, notCancellable, replayExists, replayNotFound } from './errors.ts';
import { type ReplayStep, runReplay } from './run-replay.ts';
import type { Archive, ArchivesState, Replay } from './state.ts';

type Op<Input, Output, State extends ArchivesState = ArchivesState> = Operation<Given<Input>, Output, State>;

/** Throws ResourceNotFoundException. */
const findReplay = (state: ArchivesState, name: string): Replay =>
  state.replays.get(name) ?? raise(replayNotFound(name));

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
const startReplay =
  <State extends ArchivesState>(core: BusCore<State>): Op<Sdk.StartReplayRequest, Sdk.StartReplayResponse, State> =>
  (state, input, context) => {
    const { ReplayName: name, EventStartTime, EventEndTime, Destination } = input;
    const archive = archiveIn(state, input.EventSourceArn);
    const busArn = assertDestination(state, archive, Destination.Arn ?? '', core, context);
    if (EventEndTime <= EventStartTime) {
      throw invalidParameter('EventEndTime', 'EventStartTime must be before EventEndTime.');
    }
    if (state.replays.has(name)) throw replayExists(name);
    const { account, region, clock } = context;
    const nowMs = clock.now();
    const replay: Replay = {
      name,
      arn: formatArn({ service: 'events', region, account, resource: `replay/${name}` }),
      ...(input.Description !== undefined && { description: input.Description }),
      archiveName: archive.name,
      archiveArn: archive.arn,
      busArn,
      ...(Destination.FilterArns && { filterArns: Destination.FilterArns }),
      fromMs: EventStartTime.getTime(),
      toMs: EventEndTime.getTime(),
      state: 'STARTING',
      startedMs: nowMs,
    };
    state.replays.set(name, replay);
    begin(replay, nowMs, context);
    return { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: new Date(nowMs) };
  };

function begin({ name }: Replay, dueMs: number, { kernel, account, region, requestId: parent, trace }: Context): void {
  const input: ReplayStep = { Name: name };
  const caller = serviceCaller('events.amazonaws.com', account);
  const call = { service: 'events', operation: 'RunReplay', input, dueMs, account, region, caller };
  kernel.scheduler.deferDelivery({ ...call, parent, trace });
}

function archiveIn(state: ArchivesState, arn: string): Archive {
  const resource = parseArn(arn)?.resource ?? '';
  if (!resource.startsWith('archive/')) throw invalidParameter('EventSourceArn', 'Must contain an archive ARN.');
  const name = resource.slice('archive/'.length);
  return state.archives.get(name) ?? raise(invalidParameter('EventSourceArn', `Archive ${name} does not exist.`));
}

function assertDestination<State extends ArchivesState>(
  state: State,
  { sourceArn }: Archive,
  arn: string,
  core: BusCore<State>,
  context: Context,
): string {
  const bus = busNameIn(arn) ?? raise(invalidParameter('Destination.Arn', 'Must contain an event bus ARN.'));
  if (!core.hasBus(state, bus, context)) throw busNotFound(bus);
  if (arn !== sourceArn) throw invalidParameter('Destination.Arn', 'Cross event bus replay is not permitted.');
  return arn;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeReplay.html */
const describeReplay: Op<Sdk.DescribeReplayRequest, Sdk.DescribeReplayResponse> = (state, { ReplayName }) => {
  const replay = findReplay(state, ReplayName);
  const { description, busArn, filterArns } = replay;
  return {
    ...listed(replay),
    ReplayArn: replay.arn,
    ...(description !== undefined && { Description: description }),
    Destination: { Arn: busArn, ...(filterArns && { FilterArns: [...filterArns] }) },
  };
};

const listed = (replay: Replay): Sdk.Replay => ({
  ReplayName: replay.name,
  EventSourceArn: replay.archiveArn,
  State: replay.state,
  ...(replay.stateReason !== undefined && { StateReason: replay.stateReason }),
  EventStartTime: new Date(replay.fromMs),
  EventEndTime: new Date(replay.toMs),
  ...(replay.lastEventMs !== undefined && { EventLastReplayedTime: new Date(replay.lastEventMs) }),
  ReplayStartTime: new Date(replay.startedMs),
  ...(replay.endedMs !== undefined && { ReplayEndTime: new Date(replay.endedMs) }),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListReplays.html */
const listReplays: Op<Sdk.ListReplaysRequest, Sdk.ListReplaysResponse> = (
  state,
  { NamePrefix, EventSourceArn, State, Limit = 100, NextToken: token },
) => {
  const given = [NamePrefix, EventSourceArn, State].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw invalidParameter(
      'input',
      'At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.',
    );
  }
  const found = [...state.replays.values()].filter(
    (replay) =>
      replay.name.startsWith(NamePrefix ?? '') &&
      (EventSourceArn ?? replay.archiveArn) === replay.archiveArn &&
      (State ?? replay.state) === replay.state,
  );
  const invalidToken = () => invalidParameter('NextToken');
  const { items, next } = pageOf(found, { limit: Limit, token, keyOf: ({ name }) => name, invalidToken });
  return { Replays: items.map(listed), ...(next !== undefined && { NextToken: next }) };
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CancelReplay.html */
const cancelReplay: Op<Sdk.CancelReplayRequest, Sdk.CancelReplayResponse> = (state, { ReplayName }, { clock }) => {
  const replay = findReplay(state, ReplayName);
  if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') throw notCancellable(ReplayName);
  state.replays.set(ReplayName, { ...replay, state: 'CANCELLED', endedMs: clock.now() });
  return { ReplayArn: replay.arn, State: 'CANCELLING' };
};

/** By name, as the service's contents page takes them. */
export const replayOperations = <State extends ArchivesState>(core: BusCore<State>) => ({
  StartReplay: startReplay(core),
  DescribeReplay: describeReplay,
  ListReplays: listReplays,
  CancelReplay: cancelReplay,
  // Ours: the wire does not know it.
  RunReplay: runReplay(core),
});
