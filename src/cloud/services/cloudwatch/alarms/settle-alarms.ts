import type { Planning } from '../../../service-kit/explored-state.ts';
import { changed } from '../operations/alarm-record.ts';
import type { CloudWatchState } from '../state.ts';
import { hasData, settingsOf } from './evaluation.ts';
import { judgeAlarm } from './judge-alarm.ts';

/**
 * Alarms that have had no data get the state that they have a few minutes after they were made, and nobody has to look at
 * them. Whoever was to be told was told then: no action is taken. Composite alarms stay as they are.
 */
export function settleAlarms(state: CloudWatchState, { clock, kernel }: Planning): void {
  for (const [name, alarm] of [...state.alarms.entries()]) {
    if (alarm.kind !== 'metric' || hasData(state, alarm)) continue;
    const planned = state.evaluations.get(name);
    if (planned !== undefined) kernel.scheduler.cancel(planned);
    state.evaluations.delete(name);
    const settled = judgeAlarm([], settingsOf(alarm));
    if (!settled || settled.state === alarm.description.StateValue) continue;
    const now = new Date(clock.now());
    const to = { StateUpdatedTimestamp: now, StateTransitionedTimestamp: now };
    state.alarms.set(name, changed(alarm, { StateValue: settled.state, StateReason: settled.reason, ...to }));
  }
}
