import type { Caller } from './identity.ts';
import type { TraceOrigin } from './trace.ts';

/** As whom, where and in whose course a call is made; the calling context's own unless told otherwise. */
export interface CallOptions {
  readonly caller?: Caller;
  readonly account?: string;
  readonly region?: string;
  /** The hop in whose course this call is made. */
  readonly parent?: string | undefined;
  /** Trace of the call that causes this one: the new hop is a span below it. */
  readonly trace?: TraceOrigin | undefined;
  /**
   * On whose behalf a service calls: what `aws:SourceArn` may be, of which one must be allowed and none denied. With them
   * the resource's own policy decides; without them the service acts as its owner does, or by a role.
   */
  readonly sourceArns?: readonly string[] | undefined;
}
