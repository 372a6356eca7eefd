import type { FaultSet } from '../faults/fault-set.ts';
import type { Baseline } from '../judge/baseline.ts';
import type { Judged } from '../judge/verdict.ts';
import type { Plan, PlannedInput } from '../run/plan.ts';
import type { Run } from '../run/run.ts';
import type { Runner } from '../run/runner.ts';
import type { Scenario } from '../scenario.ts';
import type { Simulation } from '../simulation/simulation.ts';
import type { Cell } from './cells.ts';

/** A cell with its result. */
export interface CellResult extends Judged {
  readonly cell: Cell;
  readonly title: string;
  readonly token: string;
}

/** What searches need of an exploration. */
export interface Explorer {
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly runner: Runner;
  readonly baseline: Baseline;
  readonly faults: FaultSet;
  readonly cells: readonly Cell[];
  readonly display: (point: string) => string;
  retries(point: string): boolean;
  /** Runs and judges a plan. */
  judge(plan: Plan, options?: { readonly replay?: boolean }): Promise<Judged>;
  /** Plans that will be judged next, in this order: these, and `total` or more in all. */
  expect(plans: readonly Plan[], total?: number): void;
  /** The cells that there are with a generated input; none where it fails without any fault. */
  cellsWith(input: PlannedInput): Promise<readonly Cell[]>;
  expectCells(cells: readonly Cell[]): void;
  /** The result of a cell; run once and kept. */
  explore(cell: Cell): Promise<CellResult>;
  isBroken(cell: Cell): boolean;
  titleOf(cell: Cell): string;
  /** Runs of one class have the same future, whatever came before. */
  classOf(run: Run, after: number): string;
}
