import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { MapState } from '../../definition/states.ts';
import { distributedMap } from './distributed-map.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html */
export const map: Kind<MapState> = {
  name: 'Map',
  begin: (state, frame, turn) => modeOf(state).begin(state, frame, turn),
  wake: async (state, frame, wake, turn) => modeOf(state).wake?.(state, frame, wake, turn),
};

function modeOf({ ItemProcessor, Iterator: older }: MapState): Kind<MapState> {
  const { Mode } = (ItemProcessor ?? older)?.ProcessorConfig ?? {};
  if (Mode !== 'DISTRIBUTED') throw new UnsupportedError('states of the type Map that are not distributed');
  return distributedMap;
}
