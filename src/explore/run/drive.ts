import type { Clock } from '../../cloud/kernel/clock.ts';
import { hasUnknownWork } from '../../cloud/services/lambda/executors/isolate/turns.ts';
import type { Gate, Gatekeeper } from './gatekeeper.ts';
import type { Plan } from './plan.ts';
import { quiet } from './quiet.ts';
import type { Decision, Run } from './run.ts';

/** The longest usual redelivery is shorter. */
const usualSettleMs = 15 * 60_000;
/** A run that takes more steps has no end: some loop goes on with every timer. */
const stepsMax = 20_000;

export interface DriveParts {
  readonly gatekeeper: Gatekeeper;
  readonly clock: Clock;
  readonly plan: Plan;
  /** Everything that happens outside of gates, in isolates. */
  readonly turns: () => number;
  /** Whether the clients are done. */
  readonly isDone: () => boolean;
  /** After so much virtual time without a call, in milliseconds, nothing more is expected. */
  readonly settleMs?: number | undefined;
}

export interface Driven {
  readonly end: Run['end'];
  readonly decisions: readonly Decision[];
}

/**
 * Drives a run to its end: waits until nothing goes on, then releases one call, or lets time pass to the next timer.
 * Whose call comes first is as they came, unless the plan chooses; nobody is interrupted without its word.
 */
export async function drive(parts: DriveParts): Promise<Driven> {
  const { gatekeeper, clock, plan, turns, isDone, settleMs = usualSettleMs } = parts;
  const chooser = new Chooser(plan);
  const activity = () => gatekeeper.activity + turns();
  let crossings = -1;
  let lastCallMs = clock.now();
  for (let step = 0; step < stepsMax; step += 1) {
    await quiet(activity);
    if (gatekeeper.crossings.length !== crossings) {
      crossings = gatekeeper.crossings.length;
      lastCallMs = clock.now();
    }
    const gate = chooser.choose(gatekeeper.gates);
    if (gate) {
      gate.release();
      continue;
    }
    const due = clock.nextDueMs;
    const held = gatekeeper.gates[0];
    if (held && isItsTurn(held, due)) {
      await letTimePass(clock, held);
      held.release();
      continue;
    }
    if (await isStillBusy(activity)) continue;
    const isOver = due === undefined || (isDone() && due > lastCallMs + settleMs);
    if (isOver && !held) return { end: isDone() ? 'quiet' : 'stuck', decisions: chooser.decisions };
    clock.fireNext();
  }
  return { end: 'endless', decisions: chooser.decisions };
}

/** Work outside of JavaScript may take this long in real time; what takes longer waits for nothing that will come. */
const unknownWorkMs = 250;

/**
 * Before time passes: a function that waits for nothing we know of may be compressing or hashing. True when something
 * happened meanwhile.
 */
async function isStillBusy(activity: () => number): Promise<boolean> {
  const before = activity();
  const untilMs = performance.now() + unknownWorkMs;
  while (hasUnknownWork() && performance.now() < untilMs) {
    await new Promise<void>((resolve) => setTimeout(resolve, 1));
    if (activity() !== before) return true;
  }
  return activity() !== before;
}

/** A held call is let go when only its own function's end would come before anything else. */
const isItsTurn = ({ deadlineMs }: Gate, due: number | undefined): boolean =>
  due === undefined || (deadlineMs !== undefined && due >= deadlineMs - 1);

async function letTimePass(clock: Clock, { deadlineMs }: Gate): Promise<void> {
  if (deadlineMs !== undefined && deadlineMs - 1 > clock.now()) await clock.advance(deadlineMs - 1 - clock.now());
}

/** Decides whose call is released next, and keeps what else could have been decided. */
class Chooser {
  readonly decisions: Decision[] = [];
  readonly #plan: Plan;
  #previous: string | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  choose(gates: readonly Gate[]): Gate | undefined {
    const held = this.#plan.holds ?? [];
    const free = held.length === 0 ? gates : gates.filter(({ crossing }) => !held.includes(crossing.point));
    const [first] = free;
    if (!first) return undefined;
    const firsts = firstOfEach(free);
    const usual = firsts.find(({ crossing }) => crossing.actor === this.#previous) ?? first;
    const at = this.decisions.length;
    const wanted = this.#plan.choices?.find((choice) => choice.at === at)?.actor;
    const chosen = firsts.find(({ crossing }) => crossing.actor === wanted) ?? usual;
    if (firsts.length > 1) {
      this.decisions.push({
        options: firsts.map(({ crossing }) => ({ actor: crossing.actor, crossing: crossing.id })),
        chosen: chosen.crossing.actor,
        previous: this.#previous,
      });
    }
    this.#previous = chosen.crossing.actor;
    return chosen;
  }
}

/** Calls of one actor keep their order. */
function firstOfEach(gates: readonly Gate[]): Gate[] {
  const actors = new Set<string>();
  return gates.filter(({ crossing }) => {
    if (actors.has(crossing.actor)) return false;
    actors.add(crossing.actor);
    return true;
  });
}
