/** What the page of a report is made from; its script reads nothing else. Lists of numbers are places in other lists. */
export interface ReportData {
  readonly name: string;
  readonly counts: Readonly<Record<ReportTone, number>>;
  readonly total: number;
  readonly columns: readonly { readonly name: string; readonly label: string; readonly tells: string }[];
  readonly rows: readonly { readonly point: string; readonly fields: readonly FieldData[] }[];
  readonly causes: readonly CauseData[];
  readonly searches: readonly SearchData[];
  /** What is not compared, and what was left out of this page. */
  readonly notes: readonly string[];
  /** `table Orders` */
  readonly groups: readonly string[];
  /** Rows of all states, log lines and inputs: each text once. */
  readonly texts: readonly string[];
  /** The state that every run begins with. */
  readonly first: readonly GroupRows[];
  readonly runs: readonly RunData[];
  readonly faultFree: number;
}

export type ReportTone = 'masked' | 'recovered' | 'failed' | 'broken' | 'accepted' | 'unreached' | 'none';

export interface FieldData {
  readonly text: string;
  readonly tone: ReportTone;
  readonly run?: number;
}

export interface CauseData {
  readonly code: string;
  readonly text: string;
  readonly what: string;
  readonly why: string;
  readonly runs: readonly number[];
}

/** Pairs, races, random plans: how much of how much, and what is broken. */
export interface SearchData {
  readonly name: string;
  readonly text: string;
  readonly isComplete: boolean;
  readonly runs: readonly number[];
}

/** The rows of a group; the number behind them tells how many more there are that were left out. */
export type GroupRows = readonly [group: number, rows: readonly number[], more: number];

export interface LaneData {
  readonly name: string;
  /** `client`, `gateway`, `function`, `table`, `fake` … */
  readonly kind: string;
}

export interface FindingData {
  readonly code: string;
  readonly oracle: string;
  readonly what: string;
  readonly why: string;
}

export interface RunData {
  readonly title: string;
  readonly tone: ReportTone;
  readonly short: string;
  readonly answers: string;
  readonly findings: readonly FindingData[];
  readonly difference: readonly {
    readonly group: string;
    readonly missing: readonly string[];
    readonly extra: readonly string[];
  }[];
  readonly command: string;
  /** Executions of state machines as graphs in text, a line each for a state. */
  readonly executions: readonly string[];
  readonly lanes: readonly LaneData[];
  readonly steps: readonly StepData[];
  /** Why states, or steps, are missing here. */
  readonly omitted: string;
}

export type Mark = 'injected' | 'held' | 'overtakes' | 'overtaken';

export interface StepData {
  readonly ms: number;
  readonly from: number;
  readonly to: number;
  readonly what: string;
  readonly note: string;
  readonly tone: 'ok' | 'error' | 'none';
  readonly isAnswer?: true;
  readonly marks?: readonly Mark[];
  /** Present at the first step that the fault-free run has not: what it has in its place. */
  readonly divergence?: string;
  /** The full name of the call. */
  readonly point?: string;
  readonly input?: number;
  /** What functions logged. */
  readonly lines?: readonly number[];
  /** Groups whose rows are others after the step. Absent where the state was not recorded. */
  readonly changes?: readonly GroupRows[];
}
