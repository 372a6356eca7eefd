import type { HistoryEvent } from './read-history.ts';

/** Branches of a Parallel state or items of a Map state: the states that each went through. */
export interface Line {
  /** Of an item: its number, from 0. */
  readonly index?: number;
  readonly visits: StateVisit[];
}

export interface VisitError {
  readonly error: string;
  readonly cause?: string;
}

/** One time that an execution was in a state, with all its attempts. */
export interface StateVisit {
  readonly name: string;
  /** `Task`, `Parallel` … */
  readonly type: string;
  readonly enteredMs: number;
  exitedMs?: number;
  input?: unknown;
  output?: unknown;
  /** How often its work was begun. */
  tries: number;
  /** Of attempts that failed, in order. */
  readonly errors: VisitError[];
  /** Whether its last attempt failed. */
  hasFailed: boolean;
  readonly lines: Line[];
}

/** How a visit ended: `caught` goes on by a catcher. */
export type VisitOutcome = 'passed' | 'caught' | 'failed' | 'running';

export function outcomeOf({ exitedMs, hasFailed, type }: StateVisit, isOver: boolean): VisitOutcome {
  if (exitedMs !== undefined) return hasFailed ? 'caught' : 'passed';
  if (type === 'Succeed') return 'passed';
  return isOver ? 'failed' : 'running';
}

/** From the events of a history to the states that were visited, in the order in which they were entered. */
export function stateVisits(events: readonly HistoryEvent[]): readonly StateVisit[] {
  const reader = new HistoryReader();
  for (const event of events) reader.read(event);
  return reader.root.visits;
}

/** Where an event happened: in a visit, on the line that the visit is on. */
interface Spot {
  readonly visit: StateVisit;
  readonly line: Line;
  readonly parent: Spot | undefined;
}

const attempt = /^(Task|LambdaFunction|Activity)Scheduled$|^(Parallel|Map)StateStarted$/;
const failure = /(Failed|TimedOut)$/;
const ofExecution = /^Execution/;

class HistoryReader {
  readonly root: Line = { visits: [] };
  /** Where each event happened; and the lines that events have begun. */
  readonly #spots = new Map<number, Spot>();
  readonly #begun = new Map<number, Line>();

  read(event: HistoryEvent): void {
    const { id, type, previousEventId = 0 } = event;
    if (ofExecution.test(type)) {
      this.#readEnd(event);
      return;
    }
    const before = this.#spots.get(previousEventId);
    const spot = type.endsWith('StateEntered') ? this.#enter(event, before) : ownerOf(event, before);
    if (!spot) return;
    this.#spots.set(id, spot);
    if (!type.endsWith('StateEntered')) this.#note(event, spot.visit);
    if (type !== 'MapIterationStarted') return;
    const line: Line = { index: Number(detailsOf(event).index ?? spot.visit.lines.length), visits: [] };
    spot.visit.lines.push(line);
    this.#begun.set(id, line);
  }

  #enter(event: HistoryEvent, before: Spot | undefined): Spot {
    const { name, input } = detailsOf(event);
    const { previousEventId = 0 } = event;
    const visit: StateVisit = {
      name: String(name),
      type: event.type.replace(/StateEntered$/, ''),
      enteredMs: timeOf(event),
      input: parsed(input),
      tries: 0,
      errors: [],
      hasFailed: false,
      lines: [],
    };
    const spot = this.#placeFor(visit, previousEventId, before);
    spot.line.visits.push(visit);
    return spot;
  }

  /** It begins a branch or an item, or follows the state before it. */
  #placeFor(visit: StateVisit, previousEventId: number, before: Spot | undefined): Spot {
    if (!before) return { visit, line: this.root, parent: undefined };
    const begun = this.#begun.get(previousEventId);
    if (begun) return { visit, line: begun, parent: before };
    if (before.visit.exitedMs !== undefined) return { visit, line: before.line, parent: before.parent };
    const line: Line = { visits: [] };
    before.visit.lines.push(line);
    return { visit, line, parent: before };
  }

  #note(event: HistoryEvent, visit: StateVisit): void {
    const { type } = event;
    const { output, error, cause } = detailsOf(event);
    if (attempt.test(type)) {
      visit.tries += 1;
      visit.hasFailed = false;
    }
    if (type.endsWith('StateExited')) {
      visit.exitedMs = timeOf(event);
      visit.output = parsed(output);
    }
    if (!failure.test(type) || type.startsWith('MapIteration')) return;
    visit.hasFailed = true;
    if (typeof error !== 'string') return;
    visit.errors.push({ error, ...(typeof cause === 'string' && { cause }) });
  }

  /** The error of an execution is that of the state that it was in, where the state has none of its own. */
  #readEnd(event: HistoryEvent): void {
    const { error, cause } = detailsOf(event);
    const spot = this.#spots.get(event.previousEventId ?? 0);
    if (!failure.test(event.type) || !spot || spot.visit.exitedMs !== undefined) return;
    spot.visit.hasFailed = true;
    if (spot.visit.errors.length > 0 || typeof error !== 'string') return;
    spot.visit.errors.push({ error, ...(typeof cause === 'string' && { cause }) });
  }
}

/** Ends of Parallel and Map states follow the last event of a branch or an item: they belong to the state around it. */
function ownerOf(event: HistoryEvent, before: Spot | undefined): Spot | undefined {
  const [, around] = /^(Parallel|Map)(?:State|Iteration|Run)/.exec(event.type) ?? [];
  const { name } = detailsOf(event);
  const isExit = event.type.endsWith('StateExited');
  for (let spot = before; spot; spot = spot.parent) {
    const isOpen = spot.visit.exitedMs === undefined;
    const fits = isExit ? spot.visit.name === name : around === undefined || spot.visit.type === around;
    if (isOpen && fits) return spot;
  }
  return before;
}

export function detailsOf(event: HistoryEvent): Readonly<Record<string, unknown>> {
  const { type } = event;
  const member = /State(Entered|Exited)$/.exec(type)
    ? `state${type.endsWith('Entered') ? 'Entered' : 'Exited'}EventDetails`
    : `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
  return (event[member] as Readonly<Record<string, unknown>> | undefined) ?? {};
}

export const timeOf = ({ timestamp }: HistoryEvent): number => new Date(timestamp).getTime();

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
