import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type BusCore, busNameIn, type EventOnBus } from './bus-core.ts';
import { keptEvents } from './keep-in-archives.ts';
import type { Archive, ArchivesState, Replay } from './state.ts';

/** The input of a step. */
export interface ReplayStep {
  readonly Name: string;
}

/** So many events at most are handed on at a time: others have their turn in between. */
const eventsPerStep = 100;

/**
 * Ours: hands some more of an archive's events to the rules of its bus, in one step with how far it has come and with
 * the step that follows.
 */
export const runReplay =
  <State extends ArchivesState>(core: BusCore<State>): Operation<ReplayStep, object, State> =>
  (state, { Name }, context) => {
    const replay = state.replays.get(Name);
    if (!replay || (replay.state !== 'STARTING' && replay.state !== 'RUNNING')) return {};
    const nowMs = context.clock.now();
    const archive = state.archives.get(replay.archiveName);
    if (archive?.arn !== replay.archiveArn) {
      const stateReason = `Archive ${replay.archiveName} does not exist.`;
      state.replays.set(Name, { ...replay, state: 'FAILED', stateReason, endedMs: nowMs });
      return {};
    }
    if (context.delivery && !context.delivery.done()) return {};
    const { moved, isOver } = replaySome(core, state, replay, archive, context);
    state.replays.set(Name, isOver ? { ...moved, state: 'COMPLETED', endedMs: nowMs } : { ...moved, state: 'RUNNING' });
    if (!isOver) deferNext({ Name }, nowMs, context);
    return {};
  };

interface Progress {
  readonly moved: Replay;
  readonly isOver: boolean;
}

function replaySome<State extends ArchivesState>(
  core: BusCore<State>,
  state: State,
  replay: Replay,
  archive: Archive,
  context: Context,
): Progress {
  const { account, region, clock } = context;
  const bus = { name: busNameIn(replay.busArn) ?? '', account, region };
  const ingestedMs = clock.now();
  let moved = replay;
  let count = 0;
  for (const [key, { text }] of [...keptEvents(state, archive, ingestedMs)]) {
    if (replay.lastKey !== undefined && key <= replay.lastKey) continue;
    if (count === eventsPerStep) return { moved, isOver: false };
    const event = JSON.parse(text) as EventOnBus;
    const atMs = Date.parse(event.time);
    if (atMs < replay.fromMs || atMs > replay.toMs) continue;
    count += 1;
    const replayed = named(event, text, replay.name);
    const onlyRules = replay.filterArns;
    core.dispatch(state, bus, { ...replayed, ingestedMs, path: [], ...(onlyRules && { onlyRules }) }, context);
    moved = { ...moved, lastKey: key, lastEventMs: atMs };
  }
  return { moved, isOver: true };
}

/** The event with the replay's name ahead of its detail, whose numbers stay as they were written. */
function named(whole: EventOnBus, text: string, name: string): { readonly event: EventOnBus; readonly text: string } {
  const { detail, ...head } = whole;
  const event: EventOnBus = { ...head, 'replay-name': name, detail };
  const begin = JSON.stringify(head).slice(0, -1);
  if (!text.startsWith(`${begin},"detail":`)) return { event, text: JSON.stringify(event) };
  return { event, text: `${begin},"replay-name":${JSON.stringify(name)}${text.slice(begin.length)}` };
}

function deferNext(input: ReplayStep, dueMs: number, context: Context): void {
  const { account, region, caller, requestId: parent, trace } = context;
  const call = { service: 'events', operation: 'RunReplay', input, dueMs, account, region, caller };
  context.kernel.scheduler.deferDelivery({ ...call, parent, trace });
}
