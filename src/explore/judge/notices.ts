import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';
import type { Baseline } from './baseline.ts';
import { tellChance } from './chance.ts';

/** What a reader must know of the fault-free run before taking green for well. */
export const noticesOf = (baseline: Baseline): string[] => [
  ...tellDeadLetters(baseline),
  ...(baseline.chance ? tellChance(baseline.chance) : []),
];

/** A consumer that always fails is explored, as poison messages are meant to be; nothing is known of what it would do. */
function tellDeadLetters({ run, first, deadLetters }: Baseline): string[] {
  return [...deadLetters].flatMap((group) => {
    const count = (run.state[group]?.length ?? 0) - (first[group]?.length ?? 0);
    if (count <= 0) return [];
    const failing = failingIn(run);
    const who = failing.length > 0 ? `: ${failing.join(', ')} failed` : '';
    const letters = count === 1 ? '1 dead letter' : `${count} dead letters`;
    return [
      `Without any fault ${group} gets ${letters}${who}. If that is not meant, mend it first: what success would do is not explored.`,
    ];
  });
}

/** Functions of which deliveries failed, by their names. */
const failingIn = ({ boundaryCalls }: Run): string[] => [
  ...new Set(boundaryCalls.filter(isFailedDelivery).map(({ resource }) => resource ?? 'a function')),
];

const isFailedDelivery = ({ traits, status, code }: BoundaryCall): boolean =>
  traits.has('invoke') && !traits.has('gateway') && (status === 'error' || code === 'Unhandled');
