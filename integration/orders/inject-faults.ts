import type { Deployment } from 'squall/vitest';

type Rule = Parameters<Deployment['faults']['add']>[0];
type Fault = Exclude<Rule, string>['fault'];

/** The next calls of an operation meet these faults, one after the other. */
export async function injectFaults({ faults }: Deployment, operation: string, ...list: Fault[]): Promise<void> {
  for (const fault of list) await faults.add({ fault, operation, times: 1 });
}

/** All further calls fail until the rules are cleared. */
export const outage = ({ faults }: Deployment, operation: string): Promise<void> =>
  faults.add({ fault: { kind: 'error' }, operation });

export const clear = ({ faults }: Deployment): Promise<void> => faults.clear();
