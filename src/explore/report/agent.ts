import type { Exploration } from '../exploration.ts';
import { shortOf } from '../judge/verdict.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';
import { type Found, tellSearch } from '../search/searched.ts';
import { groupByCause } from './causes.ts';
import { divergenceOf } from './divergence.ts';

/** What is red, as a coding agent needs it: one finding for each cause, with its shortest plan and how to see it again. */
export function agentReport(exploration: Exploration, red: readonly Found[], file: string): object {
  const { name, cells, results, searched, faultFree } = exploration;
  return {
    scenario: name,
    explored: [`cells ${results.length}/${cells.length}`, ...searched.map(tellSearch)],
    isComplete: results.length === cells.length && searched.every(({ isComplete }) => isComplete),
    withoutFaults: faultFree.verdict.violations.map(({ code, what }) => ({ code, what })),
    findings: groupByCause(red).map(({ cells: [first, ...others] }) => {
      const { plan } = first.run;
      return {
        verdict: shortOf(first.verdict),
        title: first.title,
        alsoIn: others.map(({ title }) => title),
        violations: first.verdict.violations.map(({ code, what, why }) => ({ code, what, why })),
        schedule: { faults: plan.faults, holds: plan.holds, order: plan.choices, clients: plan.clients },
        firstDivergence: divergenceText(first.run, exploration.faultFreeOf(first.run.plan)),
        difference: first.verdict.difference,
        replay: `npx squall explore ${file} --scenario '${name}' --replay ${first.token}`,
      };
    }),
  };
}

/** The first consequence, and what the fault-free run has in its place. */
function divergenceText(run: Run, faultFree: Run): object | undefined {
  const divergence = divergenceOf(run, faultFree);
  if (!divergence) return undefined;
  const { call, expected } = divergence;
  return { ...described(call), ...(expected && { withoutFaults: described(expected) }) };
}

const described = ({ point, attempt, status, code }: BoundaryCall): object => ({
  call: point,
  attempt,
  ended: status === 'pending' || status === 'none' ? 'no answer' : (code ?? status),
});
