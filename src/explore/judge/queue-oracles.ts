import type { Run } from '../run/run.ts';
import { netSideEffects } from './baseline.ts';
import { type Evidence, list, type Oracle } from './evidence.ts';

/** 4. Nothing is put aside as dead that was never done. */
export const deadLetters: Oracle = ({ run, baseline, difference, isRace }) => {
  if (isRace) return [];
  const letters = difference.filter(
    ({ group, extra, missing }) => group.startsWith('queue') && extra.length > missing.length,
  );
  if (letters.length === 0) return [];
  const net = netSideEffects(run);
  const undone = [...baseline.sideEffects]
    .filter(([route, count]) => (net.get(route) ?? 0) < count)
    .map(([route]) => route);
  // Where nothing happens outside, what is done shows in the state alone.
  const missing = difference
    .filter((each) => !each.group.startsWith('queue') && each.missing.length > each.extra.length)
    .map(({ group }) => group);
  if (undone.length === 0 && (missing.length === 0 || baseline.sideEffects.size > 0)) return [];
  return [
    {
      code: 'DEAD',
      oracle: '4 liveness',
      what: `A message ended in ${letters.map(({ group }) => group).join(', ')} and was never executed: ${list([...undone.map((route) => `no ${route}`), ...missing.map((group) => `${group} lacks its row`)])}.`,
    },
  ];
};

/** Queues for dead letters that are empty without faults, and hold something now. */
export const deadLetterGroups = ({ run, baseline }: Pick<Evidence, 'run' | 'baseline'>): string[] =>
  [...baseline.deadLetters].filter(
    (group) => rowsOf(run, group).length > 0 && rowsOf(baseline.run, group).length === 0,
  );

/** 15. Queues for dead letters are as empty as without faults, also where what they hold was done. */
export const emptyDeadLetterQueues: Oracle = (evidence) => {
  const groups = deadLetterGroups(evidence);
  if (groups.length === 0) return [];
  return [
    {
      code: 'DLQ',
      oracle: '15 empty dead-letter queues',
      what: `${list(groups.map((group) => `${group} holds ${rowsOf(evidence.run, group).length}`))}; without faults it is empty.`,
      why: 'Whoever handles the message failed until no try was left. Somebody has to look at it, and a redrive does it again.',
    },
  ];
};

/** Groups of FIFO queues that stand still: without faults the queue is empty in the end. */
export function blockedGroups({ run, baseline }: Pick<Evidence, 'run' | 'baseline'>): Map<string, string[]> {
  const blocked = new Map<string, string[]>();
  for (const group of Object.keys(run.state)) {
    if (!group.startsWith('queue ') || baseline.deadLetters.has(group)) continue;
    if (rowsOf(baseline.run, group).length > 0) continue;
    const ids = new Set(rowsOf(run, group).flatMap((row) => groupIdOf(row) ?? []));
    if (ids.size > 0) blocked.set(group, [...ids]);
  }
  return blocked;
}

/** 16. Nothing stands in the way of the messages behind it. */
export const flowingGroups: Oracle = (evidence) =>
  [...blockedGroups(evidence)].map(([group, ids]) => ({
    code: 'BLOCKED',
    oracle: '16 no group of a FIFO queue is blocked',
    what: `${group} still holds ${rowsOf(evidence.run, group).length} of the message group ${list(ids)}; without faults it is empty.`,
    why: 'A message that fails again and again holds up all of its group: it needs a dead-letter queue, or a handler that takes it.',
  }));

const rowsOf = ({ state }: Run, group: string): readonly unknown[] => state[group] ?? [];

const groupIdOf = (row: unknown): string | undefined => (row as { readonly groupId?: string } | null)?.groupId;
