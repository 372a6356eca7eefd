import type { ServiceMetrics } from '../../service-kit/service-metrics.ts';
import type { StatesState } from './state.ts';

/** What turns of executions count is in `telling/count-turn.ts`; https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export const statesMetrics: ServiceMetrics<StatesState> = {
  namespace: 'AWS/States',
  principal: 'states.amazonaws.com',
};
