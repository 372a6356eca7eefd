import type { Exploration } from '../exploration.ts';
import { shortOf } from '../judge/verdict.ts';
import { type Found, tellSearch } from '../search/searched.ts';
import { causesOf } from './causes.ts';
import { firstDivergence } from './divergence.ts';

/** What is red, as a coding agent needs it: one finding for each cause, with its shortest plan and how to see it again. */
export function agentReport(exploration: Exploration, red: readonly Found[], file: string): object {
  const { name, cells, results, searched, faultFree } = exploration;
  return {
    scenario: name,
    explored: [`cells ${results.length}/${cells.length}`, ...searched.map(tellSearch)],
    isComplete: results.length === cells.length && searched.every(({ isComplete }) => isComplete),
    withoutFaults: faultFree.verdict.violations.map(({ code, what }) => ({ code, what })),
    findings: causesOf(red).map(({ first, others }) => {
      const { plan } = first.run;
      return {
        verdict: shortOf(first.verdict),
        title: first.title,
        alsoIn: others.map(({ title }) => title),
        violations: first.verdict.violations.map(({ code, what, why }) => ({ code, what, why })),
        schedule: { faults: plan.faults, holds: plan.holds, order: plan.choices, clients: plan.clients },
        firstDivergence: firstDivergence(first.run, faultFree.run),
        difference: first.verdict.difference,
        replay: `npx squall explore ${file} --scenario '${name}' --replay ${first.token}`,
      };
    }),
  };
}
