import type { Snapshot } from '../kernel/world.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import type { Initialization } from './initialization.ts';

/** What the admin API may do to the whole cloud. */
export interface AdminActions {
  reset(): Promise<void>;
  restore(snapshot: Snapshot): Promise<void>;
  /** How far its scripts are. */
  initialization(): Initialization;
}

/** What an admin route may use. */
export interface AdminContext {
  readonly kernel: CloudKernel;
  readonly actions: AdminActions;
  /** Snapshots that were taken over HTTP, by name. */
  readonly snapshots: Map<string, Snapshot>;
}
