import { executionGraph } from '../../harness/history/execution-graph.ts';
import type { Exploration } from '../exploration.ts';
import { type Judged, shortOf } from '../judge/verdict.ts';
import { type Recording, recordRun, type Snapshot } from '../run/recording.ts';
import type { ReportTone, RunData } from './report-data.ts';
import { stepsOf } from './report-run.ts';
import { Texts } from './texts.ts';

/** A run as reports know it. */
export interface ReportedRun extends Judged {
  readonly title: string;
  readonly token: string;
}

/** What a page may hold. */
export interface ReportLimits {
  /** So many runs are run once more to record their states; each takes what a plan takes. */
  readonly recordedMax: number;
  /** Of all steps and texts; a page of this size still opens at once. */
  readonly charactersMax: number;
}

export const usualLimits: ReportLimits = { recordedMax: 60, charactersMax: 4_000_000 };

/** Of the characters, so many may go into states: beyond, these are left out, and timelines are still there. */
const shareOfStates = 0.75;

/** Collects the runs of a page, each once, within what a page may hold. */
export class ReportBuilder {
  readonly texts = new Texts();
  readonly runs: RunData[] = [];
  readonly #places = new Map<string, number>();
  readonly #exploration: Exploration;
  readonly #file: string;
  readonly #limits: ReportLimits;
  #recorded = 0;
  #characters = 0;
  /** Of the first recording: before its first call. */
  first: Snapshot = new Map();
  withoutStates = 0;
  withoutSteps = 0;

  constructor(exploration: Exploration, file: string, limits: ReportLimits) {
    this.#limits = limits;
    this.#exploration = exploration;
    this.#file = file;
  }

  /** The place of a run that was added; undefined for others. */
  placeOf({ token }: ReportedRun): number | undefined {
    return this.#places.get(token);
  }

  /** Adds a run; with its states where `recorded` asks for them and there is room. */
  async add(reported: ReportedRun, tone: ReportTone, recorded: boolean): Promise<number> {
    const known = this.placeOf(reported);
    if (known !== undefined) return known;
    const recording = recorded ? await this.#record(reported) : undefined;
    const run = this.#dataOf(reported, tone, recording);
    const place = this.runs.push(this.#fit(run, recorded && !recording)) - 1;
    this.#places.set(reported.token, place);
    return place;
  }

  async #record({ run }: ReportedRun): Promise<Recording | undefined> {
    const { recordedMax, charactersMax } = this.#limits;
    const isFull = this.#characters + this.texts.characters > charactersMax * shareOfStates;
    if (isFull || this.#recorded >= recordedMax) return undefined;
    this.#recorded += 1;
    const recording = await recordRun(this.#exploration.runner, run.plan);
    if (this.first.size === 0) this.first = recording.steps[0]?.before ?? this.first;
    return recording;
  }

  /** Held to the limits: first states are left out, then steps. */
  #fit(run: RunData, lacksStates: boolean): RunData {
    const size = JSON.stringify(run).length;
    if (this.#characters + this.texts.characters + size > this.#limits.charactersMax) {
      this.withoutSteps += 1;
      return { ...run, lanes: [], steps: [], omitted: `The steps are left out: this page is full. ${again}` };
    }
    this.#characters += size;
    if (!lacksStates) return run;
    this.withoutStates += 1;
    return { ...run, omitted: `The state of each step is left out: other runs show the same cause. ${again}` };
  }

  #dataOf({ title, token, verdict, run }: ReportedRun, tone: ReportTone, recording: Recording | undefined): RunData {
    const { simulation } = this.#exploration;
    const told = recording?.run ?? run;
    const { lanes, steps } = stepsOf(told, recording?.steps ?? [], {
      faultFree: this.#exploration.faultFreeOf(run.plan),
      kindOf: (service) => simulation.services.kindOf(service),
      texts: this.texts,
    });
    return {
      title,
      tone,
      short: run.unreached.length > 0 ? '╱' : shortOf(verdict),
      answers: answersOf(run),
      findings: verdict.violations.map(({ code, oracle, what, why }) => ({ code, oracle, what, why: why ?? '' })),
      difference: verdict.difference,
      command: token === '' ? '' : `squall explore ${this.#file} --replay ${token}`,
      executions: (recording?.executions ?? []).slice(0, executionsMax).map((told) => executionGraph(told).join('\n')),
      lanes,
      steps,
      omitted: '',
    };
  }
}

/** Of more executions of one run the rest is left out. */
const executionsMax = 10;

const again = 'The replay command runs it again and tells it in the terminal.';

/** `client saw 409, 201 after 1.0 s` */
const answersOf = ({ outcomes }: Judged['run']): string =>
  outcomes
    .map(({ client, tries, durationMs }) => {
      const who = outcomes.length > 1 ? `client ${client}` : 'client';
      return `${who} saw ${tries.map(({ status, error }) => status ?? error).join(', ')} (${(durationMs / 1000).toFixed(1)} s)`;
    })
    .join('; ');
