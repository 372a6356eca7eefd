import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { executionArn, type MachineName, machineArn, machines } from './deploy-workflows.ts';
import type { SquallProcess } from './squall-process.ts';

export interface Started {
  readonly machine: MachineName;
  readonly name: string;
}

/** How many executions of each machine run at once: 200 in all; each function that is invoked is a process. */
const perRound: Readonly<Record<MachineName, number>> = {
  waits: 72,
  tells: 48,
  invokes: 8,
  branches: 24,
  maps: 24,
  calls: 16,
  runs: 8,
};
const clientsAtOnce = 8;

const input = JSON.stringify({ ok: true, items: [1, 2, 3] });

/** Starts a round's executions; those that were acknowledged. */
export async function startExecutions({ sfn }: SquallProcess, round: number): Promise<Started[]> {
  const wanted = Object.entries(perRound).flatMap(([machine, count]) =>
    Array.from(
      { length: count },
      (_start, at): Started => ({ machine: machine as MachineName, name: `${round}-${at}` }),
    ),
  );
  await inParallel(wanted, async ({ machine, name }) => {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input }));
  });
  return wanted;
}

/** Lets time pass, and kills the process in the middle of the step of that number. */
export async function passUntilKilled(squall: SquallProcess, steps: number, looks: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) await squall.admin('clock/advance', { duration: '400ms' });
  // What executions do in this step is under way while these are answered, one after the other.
  const cutOff = squall.admin('clock/advance', { duration: '1s' }).catch(() => undefined);
  for (let look = 0; look < looks; look += 1) {
    const input = { executionArn: executionArn('waits', '0-0') };
    await squall.sfn.send(new DescribeExecutionCommand(input));
  }
  await squall.kill();
  await cutOff;
}

/** What is wrong with executions that should all be over; empty when nothing is. */
export async function findFaults({ sfn }: SquallProcess, started: readonly Started[]): Promise<readonly string[]> {
  const faults: string[] = [];
  await inParallel(started, async ({ machine, name }) => {
    const arn = executionArn(machine, name);
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    const { status: expected, states } = machines[machine];
    const entered = events.flatMap(({ stateEnteredEventDetails: entry }) => (entry ? [entry.name] : []));
    if (status !== expected) faults.push(`${machine} ${name} is ${status}`);
    // Branches and items take turns, in an order that no one promises.
    if (entered.toSorted().join() !== states.toSorted().join())
      faults.push(`${machine} ${name} went through ${entered.join()}`);
    if (!isWhole(events, branching.has(machine))) faults.push(`${machine} ${name} has a history with gaps`);
  });
  return faults;
}

/** Ids count up, and each event but the first ones follows one ahead of it: the last one where there are no branches. */
const isWhole = (events: readonly HistoryEvent[], hasBranches: boolean): boolean =>
  events.every(({ id, previousEventId = 0 }, at) => {
    if (id !== at + 1) return false;
    if (at < 2 || !hasBranches) return previousEventId === (at < 2 ? 0 : at);
    return previousEventId > 0 && previousEventId < id;
  });

const branching: ReadonlySet<MachineName> = new Set(['branches', 'maps', 'runs']);

/** Does some of the work at once. */
async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const work = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: clientsAtOnce }, work));
}
