import type { MapState } from '../../definition/states.ts';
import { distributedMap } from './distributed-map.ts';
import { inlineMap } from './inline-map.ts';
import type { Kind } from './kind.ts';

/** How its items are worked on: in lines of control of the execution, or in executions of their own. */
const modeOf = (state: MapState): Kind<MapState> =>
  (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? distributedMap : inlineMap;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html */
export const map: Kind<MapState> = {
  name: 'Map',
  begin: (state, frame, turn) => modeOf(state).begin(state, frame, turn),
  wake: async (state, frame, wake, turn) => modeOf(state).wake?.(state, frame, wake, turn),
  childOver: async (state, frame, child, outcome, turn) =>
    modeOf(state).childOver?.(state, frame, child, outcome, turn),
};
