import type { Trait } from '../../cloud/kernel/faults/fault-model.ts';
import type { Fault } from '../../cloud/kernel/faults/faults.ts';

/** So much of a call's input is kept: more would only fill the memory. */
export const payloadMax = 2000;

/** One call on its way over a boundary: client → gateway → function → services, queues and the world outside. */
export interface BoundaryCall {
  /** In order of arrival. */
  readonly id: number;
  /** Full name of the logical call: `try1 > orders > ddb.PutItem(Orders)#1`. */
  readonly point: string;
  readonly attempt: number;
  /** Who waits for it: a thread of the race. */
  readonly actor: string;
  /** The client whose doing it is, where that is known. */
  readonly client: string | undefined;
  /** Whose it is in the timeline: `client`, `orders`, `queue`. */
  readonly from: string;
  /** Who answers it, in the timeline: `gateway`. */
  readonly to: string;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly isWrite: boolean;
  /** Called by an execution environment, so that there is somebody to crash. */
  readonly isFromFunction: boolean;
  /** Called by an API itself, whose integration is a service: no SDK tries again. */
  readonly isFromGateway: boolean;
  /** Called by a task of a workflow: only its state says whether it is tried again. */
  readonly isFromTask: boolean;
  /** Exactly what it reads or writes: `ddb/Orders/{"id":…}`; a trailing `*` footprint all below. */
  readonly footprint: readonly string[];
  readonly traits: ReadonlySet<Trait>;
  /** An idempotency key is sent with it. */
  readonly isKeyed: boolean;
  /** An invoke whose environment had worked before. */
  isWarm: boolean;
  /** When it was let through, its function waited for another call as well. */
  isConcurrent: boolean;
  /** What a service outside answered to a request that writes: it may have given ids there. */
  told?: string;
  /** Webhooks that its answer brings about. */
  webhooks: number;
  readonly arrivedMs: number;
  releasedMs: number | undefined;
  /** The position (1-based) among the calls that were released. */
  releasedAs: number | undefined;
  endedMs: number | undefined;
  /** The kind of the plan's fault that met it. */
  faultName: string | undefined;
  fault: Fault | undefined;
  status: 'pending' | 'ok' | 'error' | 'none';
  /** AWS's code or the HTTP status. */
  code: string | undefined;
  /** The operation took place, whatever the caller heard. */
  applied: boolean;
  /** Of the input, to tell runs apart. */
  readonly digest: string;
  /** The input as text, for telling in what two runs differ. */
  readonly payload: string;
}
