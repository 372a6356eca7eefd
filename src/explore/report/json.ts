import type { Exploration } from '../exploration.ts';
import { type Judged, shortOf } from '../judge/verdict.ts';
import type { Matrix } from './matrix.ts';

interface Found {
  readonly broken: readonly (Judged & { readonly title: string; readonly token: string })[];
  readonly notes: readonly string[];
}

/** An exploration as a program reads it: every cell, and everything that is red with its findings. */
export function summarize(exploration: Exploration, matrix: Matrix, { broken, notes }: Found): object {
  return {
    scenario: exploration.name,
    counts: matrix.counts,
    cells: exploration.results.map(({ cell, title, token, verdict, run }) => ({
      title,
      call: exploration.display(cell.point.name),
      point: cell.point.name,
      fault: cell.kind.name,
      ...(cell.isWarm && { warm: true }),
      reached: run.unreached.length === 0,
      grade: verdict.grade,
      verdict: shortOf(verdict),
      extraTries: verdict.extraTries,
      violations: verdict.violations,
      token,
    })),
    withoutFaults: exploration.faultFree.verdict.violations,
    broken: broken.map(({ title, token, verdict, run }) => ({
      title,
      token,
      verdict: shortOf(verdict),
      violations: verdict.violations,
      difference: verdict.difference,
      answers: run.outcomes.map(({ client, tries }) => ({
        client,
        tries: tries.map(({ status, error }) => status ?? error),
      })),
    })),
    searched: exploration.searched.map(({ kind, explored, known, isComplete, cutBy, broken: found }) => ({
      kind,
      explored,
      known,
      isComplete,
      cutBy,
      broken: found.length,
    })),
    uncompared: matrix.uncompared,
    notices: matrix.notices,
    notes,
  };
}
