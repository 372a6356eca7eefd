import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { MapState } from '../../definition/states.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export const distributedMap: Kind<MapState> = {
  name: 'Map',
  begin() {
    throw new UnsupportedError('distributed Map states');
  },
};
