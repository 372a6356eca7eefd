import type { Initialization } from './admin/initialization.ts';
import type { Executor } from './kernel/executor.ts';
import type { Faults } from './kernel/faults/faults.ts';
import type { HttpResponse, LeavingRequest } from './kernel/http.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { LogLevel } from './kernel/log.ts';
import type { TlsOption } from './server/tls/open-tls.ts';
import type { AnyService } from './service-kit/contract.ts';
import type { WorkflowMocks } from './service-kit/workflow-mocks.ts';

/** How a cloud is started; every choice has a default, and the default needs nothing. */
export interface CloudOptions {
  /** TCP port; 0 (the default) takes a free one. */
  readonly port?: number;
  /** Address to bind; 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /**
   * Answers by TLS as well, on the same port: `true` by an authority of Squall's own, which is made once and which clients
   * have to trust, or by a certificate and key (PEM) that are given.
   */
  readonly tls?: TlsOption;
  /** Directory that keeps the state over restarts; in memory when left out. */
  readonly data?: string;
  /** Makes every id and every choice repeat. */
  readonly seed?: number;
  /** `virtual`: time moves by `clock.advance` alone. */
  readonly clock?: 'real' | 'virtual';
  /** `held`: what recurs by a schedule without end does not come by itself. Default: `run`. */
  readonly schedules?: 'run' | 'held';
  /** The region of calls that name none. */
  readonly region?: string;
  readonly log?: LogLevel;
  /** Where log lines go; standard error unless told otherwise. */
  readonly writeLog?: (line: string) => void;
  /** Verify the signature of every request, not only of credentials that were issued here. */
  readonly verifySignatures?: boolean;
  /** Throttle what is beyond the capacity of tables, by the clock; without it capacity is told and never refused. */
  readonly enforceCapacity?: boolean;
  /** Refuse functions of every runtime that AWS has retired, also of those that it still creates and updates. */
  readonly strictRuntimes?: boolean;
  /**
   * What functions import of AWS's SDK, as AWS's runtimes have it, and the project does not: `install` (the default) has
   * the user's npm or pip put it into a cache, once; `off` leaves it out.
   */
  readonly runtimeSdk?: 'install' | 'off';
  /**
   * Stands for calls of tasks of state machines: mocks of tasks, the mock file of Step Functions Local (its path or its
   * content). Tasks of services that are not here can be made so. Unlike mocks that are added later they survive `reset`.
   */
  readonly workflowMocks?: WorkflowMocks;
  /**
   * Node functions that can be debugged, by name, logical id or construct id, each at a port of its own:
   * `['CreateOrder', 'GetOrder:9300']`; `*` is all of them. Ports count from 9229 on.
   */
  readonly inspect?: readonly string[];
  /** The address at which debuggers are let in; 127.0.0.1 unless told otherwise, whatever `host` is. */
  readonly inspectHost?: string;
  /** Further Host names to answer to, beside loopback and AWS's own. */
  readonly allowHosts?: readonly string[];
  /** Origins of web pages that may use the cloud (`http://localhost:5173`); none but its own unless told otherwise. */
  readonly allowOrigins?: readonly string[];
  /** Decides the faults in place of fault rules: the explorer does. */
  readonly faults?: Faults;
  /**
   * The address that the cloud tells of itself, in URLs and to functions, in place of the one that it listens at: for runs
   * that are the same in every process.
   *
   * @internal
   */
  readonly toldEndpoint?: string;
  /** Runs functions in place of child processes: `inProcessExecutor(…)`. */
  readonly executor?: (kernel: Kernel) => Executor;
  /**
   * Answers what services send to servers outside the cloud (HTTP subscribers of topics), in place of the network: the
   * explorer's fakes do.
   *
   * @internal
   */
  readonly outbound?: (request: LeavingRequest) => Promise<HttpResponse>;
  /**
   * How far the scripts are that run around it: `squall up --init`.
   *
   * @internal
   */
  readonly initialization?: () => Initialization;
  /**
   * What the cloud is made of, in place of the registry: `[...registry, mine]`. For tests of the contract.
   *
   * @internal
   */
  readonly services?: readonly AnyService[];
}
