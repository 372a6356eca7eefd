import type { Json, JsonRecord } from '../definition/json.ts';
import type { BlockPath } from '../definition/machine.ts';

/** A run of a distributed Map: its children are executions of their own. What changes often is in {@link MapProgress}. */
export interface MapRun {
  readonly arn: string;
  /** Whose state it is. */
  readonly executionArn: string;
  readonly frame: string;
  readonly state: string;
  /** Id of what the frame waits for. */
  readonly waiting: string;
  /** Of the children: `…:stateMachine:Orders/EachOrder`. */
  readonly machineArn: string;
  readonly revision: string;
  /** Where the children's states stand. */
  readonly path: BlockPath;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startMs: number;
  readonly stopMs?: number;
  readonly source: ItemSource;
  readonly batches?: Batches;
  readonly writer?: ResultWriter;
  /** 0: as many as there may be. */
  readonly maxConcurrency: number;
  readonly tolerated: Tolerated;
  /** It is to end so when none of its children runs any more. */
  readonly ending?: Ending;
  readonly error?: string;
  readonly cause?: string;
  /** How often the execution was redriven when it began, or was redriven last. */
  readonly executionRedrives: number;
  readonly redrives?: number;
  readonly redriveMs?: number;
}

export interface Ending {
  readonly status: 'FAILED' | 'ABORTED';
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** Where its items are from. */
export type ItemSource = { readonly from: 'state'; readonly total: number } | S3Source;

export interface S3Source {
  readonly from: 's3';
  /** `getObject` or `listObjectsV2`. */
  readonly action: string;
  readonly parameters: JsonRecord;
  readonly config: JsonRecord;
  readonly maxItems?: number;
}

/** How items are put together; without it each has a child of its own. */
export interface Batches {
  readonly items?: number;
  readonly bytes?: number;
  readonly input?: Json;
}

export interface ResultWriter {
  /** In S3; undefined where results are the state's own. */
  readonly bucket?: string;
  readonly prefix?: string;
  readonly transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
  readonly lines: boolean;
}

/** How much may fail; what is not said is not looked at, and nothing said means none. */
export interface Tolerated {
  readonly count?: number;
  readonly percentage?: number;
}

/** How many items or executions are how far. */
export interface Counts {
  readonly pending: number;
  readonly pendingRedrive: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly written: number;
}

export interface MapProgress {
  /** How many portions of its items were read. */
  readonly portion: number;
  /** The next portion was asked for. */
  readonly isReading: boolean;
  readonly isRead: boolean;
  readonly itemsRead: number;
  /** How many children there are, and how many of them were begun. */
  readonly children: number;
  readonly begun: number;
  readonly items: Counts;
  readonly executions: Counts;
}

/** A child of a map run. Of STANDARD ones the execution has the rest; EXPRESS ones leave no other trace. */
export interface MapChild {
  readonly index: number;
  readonly items: number;
  readonly status: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  /** Until it is begun, and of EXPRESS ones. */
  readonly input?: string;
  readonly executionArn?: string;
  readonly ended?: EndedChild;
}

export interface EndedChild {
  readonly name: string;
  readonly startMs: number;
  readonly stopMs: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export const noCounts: Counts = {
  pending: 0,
  pendingRedrive: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  written: 0,
};

const countOf = {
  PENDING: 'pending',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
  PENDING_REDRIVE: 'pendingRedrive',
} as const satisfies Record<MapChild['status'], keyof Counts>;

/** A child goes from one status to another; undefined where it was not there before. */
export function moved(
  progress: MapProgress,
  from: MapChild['status'] | undefined,
  to: MapChild['status'],
  items: number,
): MapProgress {
  return {
    ...progress,
    items: shift(progress.items, from, to, items),
    executions: shift(progress.executions, from, to, 1),
  };
}

function shift(counts: Counts, from: MapChild['status'] | undefined, to: MapChild['status'], by: number): Counts {
  const changed: { -readonly [K in keyof Counts]: number } = { ...counts };
  if (from !== undefined) changed[countOf[from]] -= by;
  changed[countOf[to]] += by;
  return changed;
}

/** Children of a map run sort by number. */
export const childKey = (mapRunArn: string, index: number): string => `${mapRunArn}|${String(index).padStart(9, '0')}`;

export const childRange = (mapRunArn: string) => ({ from: `${mapRunArn}|`, to: `${mapRunArn}|~` });

/** Whether a child ended in a way in which it can be made again. */
export const isUnsuccessful = ({ status }: MapChild): boolean =>
  status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
