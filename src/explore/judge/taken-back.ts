import type { Run } from '../run/run.ts';
import { type Baseline, netSideEffects } from './baseline.ts';
import type { Difference } from './state.ts';

/**
 * The difference without what the fault-free run did outside and took back, where here it was never done: there is nothing
 * to take back, and who pays has paid the same.
 */
export function withoutTakenBack(differences: readonly Difference[], run: Run, baseline: Baseline): Difference[] {
  const ids = baseline.run.sideEffects.filter(({ undone }) => undone).flatMap(({ response }) => idOf(response));
  if (ids.length === 0 || !isSameNet(run, baseline)) return [...differences];
  const isOwn = (row: string): boolean =>
    ids.some((id) => ` ${row}`.split(/[ /]id: /).some((text) => text.startsWith(`"${id}"`)));
  return differences.flatMap((each) => {
    if (!each.group.startsWith('fake ')) return [each];
    const missing = each.missing.filter((row) => !isOwn(row));
    return missing.length + each.extra.length === 0 ? [] : [{ ...each, missing }];
  });
}

/** What stands in the end outside, by route. */
function isSameNet(run: Run, { sideEffects: expected }: Baseline): boolean {
  const net = netSideEffects(run);
  return [...new Set([...net.keys(), ...expected.keys()])].every((route) => net.get(route) === expected.get(route));
}

function idOf(response: string): string[] {
  try {
    const { id } = JSON.parse(response) as { readonly id?: unknown };
    return typeof id === 'string' ? [id] : [];
  } catch {
    return [];
  }
}
