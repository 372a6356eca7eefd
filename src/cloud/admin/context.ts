import type { Kernel } from '../kernel/kernel.ts';
import type { Snapshot } from '../kernel/world.ts';

/** What the admin API may do to the whole cloud. */
export interface AdminActions {
  reset(): Promise<void>;
  restore(snapshot: Snapshot): Promise<void>;
}

/** What an admin route may use. */
export interface AdminContext {
  readonly kernel: Kernel;
  readonly actions: AdminActions;
  /** Snapshots that were taken over HTTP, by name. */
  readonly snapshots: Map<string, Snapshot>;
}
