import type { Caller } from './identity.ts';

/** The call that a fault may meet; the pipeline shows it before and after the operation. */
export interface FaultTarget {
  readonly caller: Caller;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly attempt: number;
}

/**
 * The seam of the weather: every hop asks before it is applied and after. An injected failure is thrown as the error
 * that AWS would give. Rules and their effects come with the explorer; calm weather is what there is until then.
 */
export interface Faults {
  /** No rules: hops need not even be described. */
  readonly isCalm: boolean;
  before(target: FaultTarget): Promise<void> | undefined;
  after(target: FaultTarget): Promise<void> | undefined;
}

/** No faults at all. */
export const calmWeather: Faults = { isCalm: true, before: () => undefined, after: () => undefined };
