import type { Deployment } from '../state.ts';

/** Whether a deployment goes on: an environment has one at a time. */
export const isUnderWay = ({ state }: Pick<Deployment, 'state'>): boolean =>
  state === 'DEPLOYING' || state === 'BAKING';
