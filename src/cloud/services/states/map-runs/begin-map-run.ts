import { createHash } from 'node:crypto';
import type { MapState } from '../definition/states.ts';
import type { Frame } from '../execution/frame.ts';
import type { Turn } from '../execution/turn.ts';
import { type MapProgress, type MapRun, noCounts } from './map-run.ts';
import { planOf } from './plan.ts';

/** Puts a map run into the world and promises to read its items; the frame waits for its end. */
export async function beginMapRun(state: MapState, frame: Frame, turn: Turn): Promise<void> {
  const { items, ...plan } = await planOf(state, frame, turn);
  const { execution, context } = turn;
  const label = state.Label ?? generatedLabel(frame, turn);
  const machine = execution.machineArn.split('/')[0] ?? '';
  const arn = `${machine.replace(':stateMachine:', ':mapRun:')}/${label}:${context.random.uuid()}`;
  const waiting = context.random.uuid();
  const processor = state.ItemProcessor ?? state.Iterator;
  const run: MapRun = {
    arn,
    executionArn: execution.arn,
    frame: frame.id,
    state: frame.state,
    waiting,
    machineArn: `${machine}/${label}`,
    revision: execution.revision,
    path: [...frame.path, frame.state, 'ItemProcessor'],
    type: processor?.ProcessorConfig?.ExecutionType ?? 'STANDARD',
    status: 'RUNNING',
    startMs: turn.nowMs,
    executionRedrives: execution.redrives ?? 0,
    ...plan,
  };
  const length = plan.source.from === 'state' ? plan.source.total : 0;
  const started = turn.record(frame, 'MapStateStarted', { mapStateStartedEventDetails: { length } });
  const told = turn.record(started, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: arn } });
  turn.put({ ...told, waiting: { kind: 'mapRun', id: waiting, mapRunArn: arn } });
  turn.defer(turn.nowMs, 'AdvanceMapRun', { MapRunArn: arn, Portion: 0 });
  turn.also(() => {
    turn.state.mapRuns.set(arn, run);
    turn.state.mapProgress.set(arn, begun);
    turn.state.mapRunsOf.set(mapRunOfKey(execution.arn, told.previousEvent), arn);
    if (items) turn.state.mapItems.set(arn, items);
  });
}

const begun: MapProgress = {
  portion: 0,
  isReading: true,
  isRead: false,
  itemsRead: 0,
  children: 0,
  begun: 0,
  items: noCounts,
  executions: noCounts,
};

/** Map runs of an execution sort by the events that tell of them. */
export const mapRunOfKey = (executionArn: string, event: number): string =>
  `${executionArn}|${String(event).padStart(9, '0')}`;

/** A state without a label has the same one in all runs of its machine, and no other state has it. */
function generatedLabel({ path, state }: Frame, { revision }: Turn): string {
  const hash = createHash('sha256')
    .update([revision.machineArn, ...path, state].join('\n'))
    .digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
