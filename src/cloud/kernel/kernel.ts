import type { CallOptions, SdkCall, ServiceRequest } from './call-options.ts';
import type { Clock } from './clock.ts';
import type { ExecutionEnvironments } from './execution-environments.ts';
import type { Executor } from './executor.ts';
import type { Faults } from './faults/faults.ts';
import type { PreviousVersions } from './faults/previous-versions.ts';
import type { FaultRules } from './faults/rules.ts';
import type { FunctionFailures } from './function-failures.ts';
import type { HttpRequest, HttpResponse, LeavingRequest } from './http.ts';
import type { Identity } from './identity.ts';
import type { Inspection } from './inspection/inspection.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';
import type { Delivery, Scheduler } from './scheduler.ts';
import type { Signals } from './signals.ts';
import type { SweptBlobs } from './swept-blobs.ts';
import type { World } from './world.ts';

/** What every part of the cloud may use. One for each cloud; nothing in it is global. */
export interface Kernel {
  readonly world: World;
  readonly blobs: SweptBlobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  /** How services wake those who wait for something of theirs. */
  readonly signals: Signals;
  readonly faults: Faults;
  /** Rules that are set by hand; they are the faults unless the cloud was started with another one. */
  readonly rules: FaultRules;
  /** For reads that see what was there before. */
  readonly previousVersions: PreviousVersions;
  readonly identity: Identity;
  readonly environments: ExecutionEnvironments;
  /** Functions that fail, for whoever watches. */
  readonly functionFailures: FunctionFailures;
  /** Functions that can be debugged; undefined where none was asked for. */
  readonly inspection: Inspection | undefined;
  readonly log: Log;
  readonly settings: Settings;
  /** `http://127.0.0.1:4566`; where SDKs and execution environments reach us. */
  readonly endpoint: string;
  /** Answers a request as the socket would; for execution environments that run in this process. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** Enters the pipeline behind `parseInput`. Services use `context.call`; data planes and timers this. */
  call<Output = unknown>(
    service: string,
    operation: string,
    input: object,
    options: CallOptions & { readonly delivery?: Delivery | undefined },
  ): Promise<Output>;
  /**
   * Takes a request of the AWS API through the whole pipeline, as one that its caller has signed, and answers as the
   * service does over HTTP. Throws UnsupportedError for what is not there, ConnectionFailure where no answer comes.
   */
  callHttp(request: ServiceRequest): Promise<HttpResponse>;
  /**
   * Calls an operation as `aws-sdk` integrations of schedules and state machines name it, with JSON in and out. Throws
   * UnsupportedError for what is not there, and what the operation throws.
   */
  callSdk(call: SdkCall): Promise<object>;
}

/** What was chosen when the cloud was started. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly defaultRegion: string;
  /** Whether `endpoint` is reached by `https:` as well. */
  readonly answersTls: boolean;
  readonly verifySignatures: boolean;
  /** Tables throttle what is beyond their capacity. */
  readonly enforceCapacity: boolean;
  /** Functions of retired runtimes are refused, also where AWS still creates and updates them. */
  readonly strictRuntimes: boolean;
  /** Directory for files of execution environments and big blobs; removed at the end unless it is `--data`. */
  readonly workDirectory: string;
  /** What AWS's runtimes bring along and the project lacks is installed. */
  readonly installsRuntimeSdk: boolean;
  /** Mocks of tasks of state machines, as they were given. */
  readonly workflowMocks?: unknown;
  /** Runs functions in place of child processes. */
  readonly executor?: (kernel: Kernel) => Executor;
  /** Answers what services send to servers outside the cloud, in place of the network. */
  readonly outbound?: (request: LeavingRequest) => Promise<HttpResponse>;
}
