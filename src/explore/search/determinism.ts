import { SquallError } from '../../index.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';

/** Throws `SquallError` with the first difference: what two equal runs do not share cannot be explored. */
export function assertEqualRuns(one: Run, other: Run): void {
  const where = firstDifference(one, other);
  if (where === undefined) return;
  throw new SquallError(
    'NotExplorable',
    `Two runs without faults are not the same: ${where}`,
    'Something in the functions is neither seeded nor on the run’s clock (a native addon, a worker, state outside of the app). Take it out, or put a fake in its place.',
  );
}

function firstDifference(one: Run, other: Run): string | undefined {
  for (let index = 0; index < Math.max(one.boundaryCalls.length, other.boundaryCalls.length); index += 1) {
    const [a, b] = [one.boundaryCalls[index], other.boundaryCalls[index]];
    if (!a || !b)
      return `one has ${one.boundaryCalls.length} calls, the other ${other.boundaryCalls.length}; ${(a ?? b)?.point} is in one alone.`;
    const difference = differenceOf(a, b);
    if (difference !== undefined) return difference;
  }
  const [a, b] = [one.outcomes, other.outcomes].map((outcomes) =>
    JSON.stringify(outcomes.map(({ status, body }) => [status, body])),
  );
  if (a !== b) return `the client’s answers differ: ${a?.slice(0, 200)} and ${b?.slice(0, 200)}.`;
  const [before, after] = [one.state, other.state].map((state) => JSON.stringify(state));
  return before === after ? undefined : 'the state at the end differs.';
}

function differenceOf(a: BoundaryCall, b: BoundaryCall): string | undefined {
  if (a.point !== b.point) return `call ${a.id + 1} is ${a.point} in one and ${b.point} in the other.`;
  if (a.digest !== b.digest) return `at ${a.point} ${memberThatDiffers(a.payload, b.payload)}`;
  if (a.arrivedMs !== b.arrivedMs)
    return `${a.point} comes at ${a.arrivedMs} ms in one and at ${b.arrivedMs} ms in the other.`;
  return a.code === b.code
    ? undefined
    : `${a.point} ends with ${a.code ?? 'success'} in one and ${b.code ?? 'success'} in the other.`;
}

/** `payload.Item.createdAt differs: "…" and "…"` */
function memberThatDiffers(one: string, other: string): string {
  try {
    const path = walk(JSON.parse(one), JSON.parse(other), 'payload');
    if (path) return path;
  } catch {
    // No JSON: told as it is.
  }
  return `the payload differs: ${one.slice(0, 120)} and ${other.slice(0, 120)}.`;
}

function walk(one: unknown, other: unknown, path: string): string | undefined {
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const found = walk(
        (one as Record<string, unknown>)[key],
        (other as Record<string, unknown>)[key],
        `${path}.${key}`,
      );
      if (found) return found;
    }
    return undefined;
  }
  return one === other ? undefined : `${path} differs: ${JSON.stringify(one)} and ${JSON.stringify(other)}.`;
}
