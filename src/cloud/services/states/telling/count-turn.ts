import { dimensionsOf } from '../../../service-kit/service-metrics.ts';
import { eventKey, type HistoryEvent } from '../execution/history-event.ts';
import { billedDurationMs, billedMemoryMb } from './billing.ts';
import type { TaskOfEvent, ToldTurn } from './told-turn.ts';

/* https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */

const ofMachine = dimensionsOf('StateMachineArn');

/** What is counted of one kind of tasks: `LambdaFunctionsFailed`, `LambdaFunctionRunTime`. */
interface Counted {
  readonly plural: string;
  readonly singular: string;
  readonly dimensions: ReturnType<typeof dimensionsOf>;
}

const functions: Counted = {
  plural: 'LambdaFunctions',
  singular: 'LambdaFunction',
  dimensions: dimensionsOf('LambdaFunctionArn'),
};
const activities: Counted = { plural: 'Activities', singular: 'Activity', dimensions: dimensionsOf('ActivityArn') };
const integrations: Counted = {
  plural: 'ServiceIntegrations',
  singular: 'ServiceIntegration',
  dimensions: dimensionsOf('ServiceIntegrationResourceArn'),
};

const megabyte = 1024 * 1024;
const taskEvent = /^(?:LambdaFunction|Activity|Task)(Scheduled|Started|Succeeded|Failed|TimedOut)$/;

/** Counts what came about in a turn, for the machine and for what its tasks call. */
export function countTurn(turn: ToldTurn): void {
  for (const event of turn.events) {
    const [, ended] = /^Execution(Started|Succeeded|Failed|TimedOut|Aborted|Redriven)$/.exec(event.type) ?? [];
    if (ended !== undefined) countExecution(ended, turn);
    const task = turn.tasks.get(event.id);
    const [, outcome] = (task && taskEvent.exec(event.type)) ?? [];
    if (task && outcome !== undefined) countTask(event, outcome, task, turn);
  }
}

function countExecution(outcome: string, { execution, context }: ToldTurn): void {
  const count = context.kernel.metrics.counter('states', context);
  const dimensions = ofMachine(execution.machineArn);
  count(`Executions${outcome}`, 1, 'Count', dimensions);
  if (outcome === 'Started' || outcome === 'Redriven') return;
  if (execution.redrives) count(`RedrivenExecutions${outcome}`, 1, 'Count', dimensions);
  const tookMs = (execution.stopMs ?? context.clock.now()) - execution.startMs;
  count('ExecutionTime', tookMs, 'Milliseconds', dimensions);
  if (execution.type === 'STANDARD') return;
  count('ExpressExecutionMemory', billedMemoryMb * megabyte, 'Bytes', dimensions);
  count('ExpressExecutionBilledMemory', billedMemoryMb * megabyte, 'Bytes', dimensions);
  count('ExpressExecutionBilledDuration', billedDurationMs(tookMs), 'Milliseconds', dimensions);
}

function countTask(event: HistoryEvent, outcome: string, task: TaskOfEvent, turn: ToldTurn): void {
  const { plural, singular, dimensions } = countedOf(task.resource);
  const count = turn.context.kernel.metrics.counter('states', turn.context);
  const of = dimensions(task.resource);
  const isHeartbeat = event.taskTimedOutEventDetails?.error === 'States.HeartbeatTimeout';
  count(`${plural}${isHeartbeat ? 'HeartbeatTimedOut' : outcome}`, 1, 'Count', of);
  if (outcome === 'Scheduled') return;
  const { scheduledMs, startedMs } = timesOf(event, task, turn);
  if (outcome === 'Started') {
    count(`${singular}ScheduleTime`, event.atMs - scheduledMs, 'Milliseconds', of);
    return;
  }
  count(`${singular}RunTime`, event.atMs - startedMs, 'Milliseconds', of);
  count(`${singular}Time`, event.atMs - scheduledMs, 'Milliseconds', of);
}

function countedOf(resource: string): Counted {
  if (resource.includes(':activity:')) return activities;
  return resource.includes(':lambda:') && resource.includes(':function:') ? functions : integrations;
}

/** When a task was scheduled and when it began, by the events before; express executions keep none. */
function timesOf({ previous }: HistoryEvent, { enteredMs }: TaskOfEvent, { execution, state, events }: ToldTurn) {
  let scheduledMs = enteredMs;
  let startedMs = enteredMs;
  for (let id = previous; ; ) {
    const event = events.find((each) => each.id === id) ?? state.events.get(eventKey(execution.arn, id));
    const [, outcome] = (event && taskEvent.exec(event.type)) ?? [];
    if (!event || outcome === undefined) return { scheduledMs, startedMs };
    if (outcome === 'Started') startedMs = event.atMs;
    scheduledMs = event.atMs;
    id = event.previous;
  }
}
