import type { State } from '../judge/state.ts';
import type { ExploredServices } from '../simulation/explored-services.ts';
import { readState } from '../simulation/read-state.ts';
import type { BoundaryCall } from './boundary-call.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';
import type { Runner } from './runner.ts';

/** Rows as text, by group: what is there changes from step to step, the texts do not. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

/** One call that was let through, and what stood still around it. */
export interface RecordedStep {
  readonly boundaryCall: BoundaryCall;
  /** Before the call was let through. */
  readonly before: Snapshot;
  /** When the next one was, or at the end. */
  readonly after: Snapshot;
  /** Lines that functions logged in between. */
  readonly logs: readonly string[];
}

/** A run with its state at every step. */
export interface Recording {
  readonly run: Run;
  readonly steps: readonly RecordedStep[];
  /** Executions of state machines, as the run left them. */
  readonly executions: ReturnType<ExploredServices['executions']>;
}

/** Runs a plan once more and looks at the state at each call: equal plans give equal runs, so searches need not look. */
export async function recordRun(runner: Runner, plan: Plan): Promise<Recording> {
  const { simulation } = runner;
  const looks: { boundaryCall: BoundaryCall; state: Snapshot; logs: readonly string[] }[] = [];
  const run = await runner.run(plan, {
    onRelease: (boundaryCall) => {
      looks.push({ boundaryCall, state: snapshotOf(readState(simulation)), logs: simulation.services.logs() });
    },
  });
  const end = snapshotOf(run.state);
  const steps = looks.map(({ boundaryCall, state, logs }, index) => ({
    boundaryCall,
    before: state,
    after: looks[index + 1]?.state ?? end,
    logs: added(logs, looks[index + 1]?.logs ?? run.logs),
  }));
  return { run, steps, executions: simulation.services.executions() };
}

const snapshotOf = (state: State): Snapshot =>
  new Map(Object.entries(state).map(([group, rows]) => [group, rows.map((row) => JSON.stringify(row, plain) ?? '')]));

/** What JSON has no word for. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `base64:${Buffer.from(value).toString('base64')}`;
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}

/** Lines come by group and stream: those of one step need not be the last ones. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const known = new Map<string, number>();
  for (const line of before) known.set(line, (known.get(line) ?? 0) + 1);
  return after.filter((line) => {
    const count = known.get(line) ?? 0;
    known.set(line, count - 1);
    return count <= 0;
  });
}
