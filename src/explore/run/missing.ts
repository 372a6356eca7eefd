import type { Run } from './run.ts';

/** What a plan was about and did not happen in its run: faults and holds whose call never came, turns nobody could take. */
export function missingOf(
  { plan, unreached, boundaryCalls, decisions }: Run,
  display: (point: string) => string,
): string[] {
  const points = new Set(boundaryCalls.map(({ point }) => point));
  return [
    ...unreached.map(({ point, kind }) => `${display(point)}, which ${kind} is to meet, is never called`),
    ...(plan.holds ?? []).filter((point) => !points.has(point)).map((point) => `${display(point)} is never called`),
    ...(plan.choices ?? [])
      .filter(({ at, actor }) => decisions[at]?.chosen !== actor)
      .map(({ at, actor }) => `${actor} has no call waiting at turn ${at + 1}`),
  ];
}
