import type { Clock } from '../../cloud/kernel/clock.ts';
import type { EnvironmentActivity } from '../../cloud/services/lambda/executors/in-process/activity.ts';
import { waitUntilIdle } from '../../cloud/services/lambda/executors/in-process/wait-until-idle.ts';
import { frameOf } from './naming.ts';
import type { Plan } from './plan.ts';
import type { Decision, Run } from './run.ts';
import type { PendingCall, Scheduler } from './scheduler.ts';
import { UnknownWork } from './unknown-work.ts';

/** For what nobody has told to come: timers that functions and pollers have set. */
const usualSettleMs = 15 * 60_000;
/** Shorter than an idle environment lives. */
const calmMs = 60_000;
/** A run that takes more steps has no end: some loop goes on with every timer. */
const stepsMax = 20_000;

export interface DriveParts {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly plan: Plan;
  /** Calls that the cloud has answered. */
  readonly answered: () => number;
  readonly environments: EnvironmentActivity;
  /** Something happened that nobody could wait for but by real time: another run may see it elsewhere. */
  readonly onUnknownWork: (functionName: string) => void;
  /** Ends the run in the middle. */
  readonly signal: AbortSignal;
  /** Whether what goes on will go on for ever: no more is to be learnt from it. */
  readonly isHopeless: () => boolean;
  /** Told once, when the clients are done and nothing has come for a while: environments still live then. */
  readonly onCalm?: () => void;
  /** Until when a call takes its time while nothing else may go on, in virtual milliseconds. */
  readonly aloneUntilMs?: () => number;
  /** Whether the clients are done. */
  readonly isDone: () => boolean;
  /** When the last thing that is known to come will have come: a message becomes visible, an event is tried again. */
  readonly pendingUntilMs?: () => number | undefined;
  /** After so much virtual time without a call, in milliseconds, nothing more is expected that is not known to come. */
  readonly settleMs?: number | undefined;
}

export interface Driven {
  readonly end: Run['end'];
  readonly decisions: readonly Decision[];
  readonly groups: Run['groups'];
}

/** Rejects when a run is ended in the middle. */
const endOf = (signal: AbortSignal): Promise<never> => {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  ended.catch(() => undefined);
  return ended;
};

/**
 * Drives a run to its end: waits until nothing goes on, then releases one call, or lets time pass to the next timer.
 * Whose call comes first is as they came, unless the plan chooses; nobody is interrupted without its word. Rejects with
 * the signal's reason when that ends the run.
 */
export async function drive(parts: DriveParts): Promise<Driven> {
  const { scheduler, clock, plan, answered, environments, signal, isDone, settleMs = usualSettleMs } = parts;
  const pendingUntilMs = () => parts.pendingUntilMs?.() ?? Number.NEGATIVE_INFINITY;
  const chooser = new Chooser(plan);
  const activity = () => scheduler.activity + answered() + environments.entries;
  const unknown = new UnknownWork(activity, environments, parts.onUnknownWork);
  const ended = endOf(signal);
  let boundaryCalls = -1;
  let lastCallMs = clock.now();
  let isCalm = false;
  for (let step = 0; step < stepsMax; step += 1) {
    await Promise.race([waitUntilIdle(activity, environments), ended]);
    signal.throwIfAborted();
    if (parts.isHopeless()) break;
    if (scheduler.boundaryCalls.length !== boundaryCalls) {
      boundaryCalls = scheduler.boundaryCalls.length;
      lastCallMs = clock.now();
    }
    if (clock.now() < (parts.aloneUntilMs?.() ?? clock.now())) {
      if (!(await unknown.goesOn())) clock.fireNext();
      continue;
    }
    const pending = chooser.choose(scheduler.pendingCalls);
    if (pending) {
      pending.release();
      continue;
    }
    const due = clock.nextDueMs;
    const held = scheduler.pendingCalls[0];
    if (held && isItsTurn(held, due)) {
      await letTimePass(clock, held);
      held.release();
      continue;
    }
    if (!isCalm && isDone() && !held && (due === undefined || due > lastCallMs + calmMs)) {
      isCalm = true;
      parts.onCalm?.();
      continue;
    }
    if (await unknown.goesOn()) continue;
    const isLate = due !== undefined && isDone() && due > lastCallMs + settleMs;
    const isKnown = isLate && due <= pendingUntilMs();
    const isOver = due === undefined || (isLate && !isKnown);
    if (isOver && !held) return { end: isDone() ? 'quiet' : 'stuck', ...chooser.made };
    // What was known to come sets something going: it is waited for as after a call.
    if (isKnown) lastCallMs = due;
    clock.fireNext();
  }
  return { end: 'endless', ...chooser.made };
}

/** A held call is let go when only its own function's end would come before anything else. */
const isItsTurn = ({ deadlineMs }: PendingCall, due: number | undefined): boolean =>
  due === undefined || (deadlineMs !== undefined && due >= deadlineMs - 1);

async function letTimePass(clock: Clock, { deadlineMs }: PendingCall): Promise<void> {
  if (deadlineMs !== undefined && deadlineMs - 1 > clock.now()) await clock.advance(deadlineMs - 1 - clock.now());
}

/** Decides whose call is released next, and keeps what else could have been decided. */
class Chooser {
  readonly decisions: Decision[] = [];
  readonly #groups: string[][] = [];
  readonly #plan: Plan;
  #previous: string | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  get made(): Pick<Driven, 'decisions' | 'groups'> {
    return { decisions: this.decisions, groups: this.#groups };
  }

  choose(all: readonly PendingCall[]): PendingCall | undefined {
    const held = this.#plan.holds ?? [];
    const pendingCalls = this.#overtaken(all);
    const free =
      held.length === 0 ? pendingCalls : pendingCalls.filter(({ boundaryCall }) => !held.includes(boundaryCall.point));
    const [first] = free;
    if (!first) return undefined;
    const firsts = firstOfEach(free);
    const usual = firsts.find(({ boundaryCall }) => boundaryCall.actor === this.#previous) ?? first;
    const at = this.decisions.length;
    const wanted = this.#plan.choices?.find((choice) => choice.at === at)?.actor;
    const chosen = firsts.find(({ boundaryCall }) => boundaryCall.actor === wanted) ?? usual;
    if (firsts.length > 1) {
      this.decisions.push({
        options: firsts.map(({ boundaryCall }) => ({ actor: boundaryCall.actor, boundaryCall: boundaryCall.id })),
        chosen: chosen.boundaryCall.actor,
        previous: this.#previous,
      });
    }
    this.#previous = chosen.boundaryCall.actor;
    const group = free.filter((each) => each === chosen || isOfSameFunction(each, chosen));
    chosen.boundaryCall.isConcurrent = group.length > 1;
    this.#noteGroup(group.map(({ boundaryCall }) => boundaryCall.point));
    return chosen;
  }

  /** What is left of a group that was noted is no other one. */
  #noteGroup(points: string[]): void {
    if (points.length < 2 || this.#groups.some((known) => points.every((point) => known.includes(point)))) return;
    this.#groups.push(points);
  }

  /** Without calls that the plan puts behind the others of their function: several of them in the plan's order. */
  #overtaken(pendingCalls: readonly PendingCall[]): readonly PendingCall[] {
    const late = this.#plan.faults.flatMap(({ kind, point }) => (kind === 'overtaken' ? [point] : []));
    if (late.length === 0) return pendingCalls;
    const place = (call: PendingCall): number => late.indexOf(call.boundaryCall.point);
    return pendingCalls.filter(
      (call) => !pendingCalls.some((other) => isOfSameFunction(other, call) && place(other) < place(call)),
    );
  }
}

/** Calls that one invocation makes at once, and those of the branches or items of one execution. */
const isOfSameFunction = ({ boundaryCall: one }: PendingCall, { boundaryCall: other }: PendingCall): boolean => {
  if (one.isFromTask) return other.isFromTask && frameAround(one.point) === frameAround(other.point);
  return one.isFromFunction && frameOf(one.point) === frameOf(other.point);
};

/** Where the execution of a task's call was begun. */
const frameAround = (point: string): string => frameOf(frameOf(point));

/** Calls of one actor keep their order. */
function firstOfEach(pendingCalls: readonly PendingCall[]): PendingCall[] {
  const actors = new Set<string>();
  return pendingCalls.filter(({ boundaryCall }) => {
    if (actors.has(boundaryCall.actor)) return false;
    actors.add(boundaryCall.actor);
    return true;
  });
}
