import { payloadMax } from '../run/boundary-call.ts';
import { isOf } from '../run/naming.ts';
import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import type { Oracle } from './evidence.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/**
 * 9. Who asks for the same once more is told the id that was told before. Ids of chance are masked wherever answers are
 * compared; here the request itself wrote one and told another, which nobody was ever given to keep.
 */
export const toldAsStored: Oracle = ({ run, isRace }) => {
  const { replay } = run;
  if (!replay || replay.sideEffects > 0 || isRace) return [];
  return run.outcomes.flatMap((first) => {
    const again = replay.outcomes.find(({ step }) => step === first.step);
    if (first.idempotencyKey === undefined || !first.ok || !again?.ok) return [];
    const other = [...idsOf(first)].find(([path, id]) => isMadeUp(run, first, id, idsOf(again).get(path)));
    if (!other) return [];
    const [path, id] = other;
    return [
      {
        code: 'REPLAY',
        oracle: '9 replay equality',
        what: `The same request once more is answered with another ${path}, the one that was stored; ${id} of the first answer is stored nowhere.`,
        why: 'The answer was not made of what was stored.',
      },
    ];
  });
};

/** Whether the request wrote the id that is told later, and nobody ever passed on the one that it told. */
function isMadeUp({ boundaryCalls }: Run, outcome: Outcome, told: string, stored: string | undefined): boolean {
  if (stored === undefined || stored === told) return false;
  const writes = boundaryCalls.filter(({ isFromFunction, isWrite }) => isFromFunction && isWrite);
  // Of what was cut short nobody can say that it lacks anything.
  const mayTell = (payload: string): boolean => payload.length >= payloadMax || payload.includes(told);
  return (
    writes.some(({ point, payload }) => isOf(point, outcome) && payload.includes(stored)) &&
    !writes.some(({ payload }) => mayTell(payload))
  );
}

/** Ids of chance among the members of an answer. */
function idsOf({ json }: Outcome): ReadonlyMap<string, string> {
  const members = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  return new Map(members.filter((member): member is [string, string] => isId(member[1])));
}

const isId = (value: unknown): boolean => typeof value === 'string' && uuid.test(value);
