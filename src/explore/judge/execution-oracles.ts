import type { Run } from '../run/run.ts';
import { type Evidence, list, type Oracle } from './evidence.ts';

/** What the oracles look at of an execution of a state machine. */
interface ExecutionRow {
  readonly status: string;
  readonly error: string | null;
  readonly lines: readonly { readonly state: string }[];
}

const prefix = 'state machine ';

const executionsOf = ({ state }: Run, group: string): readonly ExecutionRow[] => (state[group] ?? []) as ExecutionRow[];

const machinesOf = ({ state }: Run): string[] => Object.keys(state).filter((group) => group.startsWith(prefix));

/** Executions that nothing will wake any more: when all is quiet they still run. By machine, with the states they wait in. */
export function hangingIn(run: Run): { readonly machine: string; readonly states: readonly string[] }[] {
  if (run.end === 'endless') return [];
  return machinesOf(run).flatMap((group) => {
    const running = executionsOf(run, group).filter(({ status }) => status === 'RUNNING');
    if (running.length === 0) return [];
    const states = running.flatMap(({ lines }) => innermost(lines.map(({ state }) => state)));
    return [{ machine: group.slice(prefix.length), states: [...new Set(states)] }];
  });
}

/** A Parallel or a Map waits for what is in it: that comes behind it. */
const innermost = (states: readonly string[]): readonly string[] => (states.length > 1 ? states.slice(1) : states);

/** 17. Whatever was begun ends. */
export const endingExecutions: Oracle = ({ run, baseline }) => {
  const usual = new Set(hangingIn(baseline.run).map(({ machine }) => machine));
  return hangingIn(run)
    .filter(({ machine }) => !usual.has(machine))
    .map(({ machine, states }) => ({
      code: 'STUCK',
      oracle: '17 executions end as without faults',
      what: `An execution of ${machine} waits for ever in ${list(states)}: nothing is left that could wake it.`,
      why: 'The state has no TimeoutSeconds or HeartbeatSeconds that would end its wait.',
    }));
};

/** How executions end that do not do what they are for. */
const failures: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** Groups of the state in which more executions failed than without faults. */
export const failedGroups = ({ run, baseline, distinct }: Pick<Evidence, 'run' | 'baseline' | 'distinct'>): string[] =>
  machinesOf(run).filter((group) => failedIn(run, group).length > failedIn(baseline.run, group).length * distinct);

const failedIn = (run: Run, group: string): ExecutionRow[] =>
  executionsOf(run, group).filter(({ status }) => failures.has(status));

/** 17. Executions end as without faults: nobody is told of one that failed. */
export const successfulExecutions: Oracle = (evidence) =>
  failedGroups(evidence).map((group) => {
    const failed = failedIn(evidence.run, group);
    const how = failed.map(({ status, error }) => (error === null ? status : `${status} with ${error}`));
    return {
      code: 'EXECUTION',
      oracle: '17 executions end as without faults',
      what: `Of ${group.slice(prefix.length)} ${failed.length === 1 ? 'an execution' : `${failed.length} executions`} ended ${list([...new Set(how)])}; without faults ${usualOf(evidence, group)}.`,
      why: 'No Retry of a state took the failure up, or its tries were used up.',
    };
  });

function usualOf({ baseline }: Evidence, group: string): string {
  const usual = executionsOf(baseline.run, group).map(({ status }) => status);
  return usual.length === 0 ? 'there is none' : list([...new Set(usual)]);
}
