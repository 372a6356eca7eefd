import type { RuntimeSpec } from '../../../../kernel/executor.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Random } from '../../../../kernel/random.ts';
import type { EnvironmentActivity } from './activity.ts';
import type { BackgroundWork } from './background-work.ts';
import type { EnvironmentEvent } from './environment-event.ts';
import type { Network } from './network.ts';
import type { SharedCode } from './shared/shared-code.ts';
import type { OwnAsyncHooks } from './shims/async-hooks.ts';
import type { RequestHost } from './shims/http.ts';

export interface EnvironmentParts {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly activity: EnvironmentActivity;
  readonly random: Random;
  readonly spec: RuntimeSpec;
  readonly sharedCode: SharedCode;
  readonly onLog: (text: string) => void;
  readonly observe: (event: EnvironmentEvent) => void;
  readonly skewMs: (functionName: string) => number;
}

/** What the parts of an in-process environment know of the whole. */
export interface EnvironmentHost extends RequestHost {
  readonly hasEnded: boolean;
  readonly requestId: string | undefined;
  /** What Node does for it outside of JavaScript. */
  readonly work: BackgroundWork;
  readonly asyncHooks: OwnAsyncHooks;
  /** Timers, requests and background work that keep its loop from running empty. */
  readonly pending: number;
  nowMs(): number;
  /** Runs code of the function: now, when it is thawed, or never. */
  deliver(run: () => void): void;
}
