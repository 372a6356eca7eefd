import type { Deployment } from 'squall/vitest';

type Rule = Parameters<Deployment['faults']['add']>[0];
type Effect = Exclude<Rule, string>['effect'];

/** The next calls of an operation meet these effects, one after the other. */
export async function befall({ faults }: Deployment, operation: string, ...effects: Effect[]): Promise<void> {
  for (const effect of effects) await faults.add({ effect, operation, times: 1 });
}

/** All further calls fail until the weather clears. */
export const outage = ({ faults }: Deployment, operation: string): Promise<void> =>
  faults.add({ effect: { kind: 'error' }, operation });

export const clear = ({ faults }: Deployment): Promise<void> => faults.clear();
