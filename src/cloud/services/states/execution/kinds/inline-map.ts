import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { MapState } from '../../definition/states.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
export const inlineMap: Kind<MapState> = {
  name: 'Map',
  begin() {
    throw new UnsupportedError('inline Map states');
  },
};
