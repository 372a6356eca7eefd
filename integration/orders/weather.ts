import type { CloudOptions } from 'squall';
import { beforeEach } from 'vitest';

type Faults = NonNullable<CloudOptions['faults']>;
type Effect = NonNullable<Awaited<ReturnType<Faults['meet']>>>;

/** Weather that is calm until a test says what befalls the next calls of an operation, one after the other. */
export function scriptedWeather() {
  const coming = new Map<string, Effect[]>();
  const faults: Faults = {
    get isCalm() {
      return coming.size === 0;
    },
    meet: ({ operation }) => coming.get(operation)?.shift(),
  };
  beforeEach(() => coming.clear());
  return {
    faults,
    befall: (operation: string, ...effects: Effect[]) => void coming.set(operation, effects),
    /** All further calls fail until the weather clears. */
    outage: (operation: string) =>
      void coming.set(
        operation,
        Array.from({ length: 1000 }, () => ({ kind: 'error' })),
      ),
    clear: () => coming.clear(),
  };
}
