import type { Collection } from '../../../kernel/collection.ts';
import type { StateScope } from '../../../kernel/world.ts';

export interface Archive {
  readonly name: string;
  readonly arn: string;
  /** ARN of the bus. */
  readonly sourceArn: string;
  readonly description?: string;
  readonly pattern?: string;
  /** For ever where it is 0. */
  readonly retentionDays: number;
  readonly kmsKeyIdentifier?: string;
  readonly createdMs: number;
}

export interface ArchivedEvent {
  /** The event as JSON, as it came to the bus. */
  readonly text: string;
  readonly ingestedMs: number;
}

export type ReplayState = 'STARTING' | 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly archiveName: string;
  readonly archiveArn: string;
  readonly busArn: string;
  readonly filterArns?: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: ReplayState;
  readonly stateReason?: string;
  readonly startedMs: number;
  readonly endedMs?: number;
  /** Up to where it has come. */
  readonly lastKey?: string;
  readonly lastEventMs?: number;
}

/** Archives and replays in one account and region. */
export interface ArchivesState {
  /** By name, as are replays. */
  readonly archives: Collection<Archive>;
  readonly replays: Collection<Replay>;
  /** What an archive has kept, in the order in which it came. */
  archivedEvents(archiveName: string): Collection<ArchivedEvent>;
}

/** Opens the state of one account and region. */
export const openArchivesState = (scope: StateScope): ArchivesState => ({
  archives: scope.collection<Archive>('archives'),
  replays: scope.collection<Replay>('replays'),
  archivedEvents: (name) => scope.collection<ArchivedEvent>(`archived/${name}`),
});
