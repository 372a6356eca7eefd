import { AwsError } from '../errors.ts';
import type { Caller } from '../identity.ts';

/** An error as the service's API reference has it. */
export interface ModelledError {
  readonly code: string;
  readonly status: number;
  readonly message?: string;
}

/** What makes some kinds of faults apply to a call; known before anything has happened. */
export type Trait =
  /** A read that may see what was there before the last write. */
  | 'eventual'
  /** Several entries that succeed and fail each for itself. */
  | 'batch'
  | 'transaction'
  /** A write under a condition. */
  | 'conditional'
  /** It carries something whose size is limited. */
  | 'sized'
  /** It leaves AWS. */
  | 'external'
  /** A client's request to an API. */
  | 'edge'
  /** A function is run. */
  | 'invoke'
  /** An API asks on behalf of a client. */
  | 'gateway'
  /** One service hands work to another. */
  | 'delivery'
  /** A message or an event comes to one who gets it at least once: it may come twice, and late. */
  | 'arrival'
  /** What a workflow hands to itself: the process may die before it and after it, and it is made again. */
  | 'step'
  /** Such a step that calls services, for the app. */
  | 'task';

/** A call, as far as a fault model looks at it. */
export interface ModelledCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

/** The part of a batch that is applied, and how the answer tells of the rest. */
export interface BatchPart {
  readonly input: object;
  /** Nothing is left to be applied: services refuse batches without entries. */
  readonly isEmpty?: boolean;
  complete(output: object): object;
}

/** How IAM denies a call of a service: whatever is not said is as usual. */
export interface DenialModel {
  /** Default: `AccessDeniedException`. */
  readonly code?: string;
  /** Default: 400. */
  readonly status?: number;
  /** The action that an operation needs, without its service; default: the operation's name. */
  readonly permission?: (operation: string) => string;
  /** Of a resource by its name; default: the name behind service, region and account. */
  readonly arn?: (name: string, scope: { readonly account: string; readonly region: string }) => string;
}

/** How the calls of a service can fail, and what is special about them: all that faults and the explorer know of it. */
export interface FaultModel {
  /** Its failure that is nobody's fault: a 5xx of its API reference's common errors. */
  readonly failure: ModelledError;
  readonly throttle: ModelledError;
  readonly denial?: DenialModel;
  /** Of two writers, by the call; where there is none, `failure`. */
  readonly conflict?: (call: ModelledCall) => AwsError;
  /** What a write says to more than the service takes, where it has such a limit. */
  readonly tooLarge?: (operation: string) => ModelledError | undefined;
  /** What is answered in place of an answer that is larger than the service hands on, where it has such a limit. */
  readonly answerTooLarge?: (output: unknown) => unknown;
  readonly traits?: (call: ModelledCall) => readonly Trait[];
  /** Default: by the verb that the operation's name begins with. */
  readonly isWrite?: (operation: string) => boolean;
  /** Present where some reads are `eventual`: the versions before the last write are kept for them, where faults are. */
  readonly hasEventualReads?: boolean;
  /** How a batch is done in part, for the fault that does it; undefined for what is no batch. */
  readonly splitBatch?: (operation: string, input: Readonly<Record<string, unknown>>) => BatchPart | undefined;
  /**
   * Work that services hand to each other: an event to its function, a message that is done. The explorer stands at these
   * calls as at those of functions; all else that services do by themselves is housekeeping to it.
   */
  readonly isHandOver?: (call: ModelledCall) => boolean;
  /** The output is an HTTP answer, whose status tells how it went. */
  readonly answersHttp?: boolean;
}

const failedMessage = 'The request processing has failed because of an unknown error.';
const throttledMessage = 'Rate exceeded';

/** Codes that most services share: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const usualFaults: FaultModel = {
  failure: { code: 'InternalFailure', status: 500 },
  throttle: { code: 'ThrottlingException', status: 400 },
};

const reading =
  /^(?:Get|List|Describe|Query|Scan|BatchGet|TransactGet|Head|Receive|Lookup|Search|Assume|Decrypt|GenerateDataKey)/;

/** Whether an operation changes anything, by its service's model or by its name. */
export const isWrite = (model: FaultModel, operation: string): boolean =>
  model.isWrite ? model.isWrite(operation) : !reading.test(operation);

/** The service's 5xx, or the error that a rule names. */
export function failureOf(model: FaultModel, given: Partial<ModelledError> = {}): AwsError {
  const { code, status, message = failedMessage } = model.failure;
  return new AwsError(given.code ?? code, given.message ?? message, {
    status: given.status ?? (given.code === undefined ? status : 400),
  });
}

/** The service's throttle, with `Retry-After` where seconds are named. */
export function throttleOf(model: FaultModel, retryAfterS?: number): AwsError {
  const { code, status, message = throttledMessage } = model.throttle;
  return new AwsError(code, message, {
    status,
    ...(retryAfterS !== undefined && { headers: { 'retry-after': `${retryAfterS}` } }),
  });
}

/** The service's conflict of two writers; where it has none, its 5xx. */
export const conflictOf = (model: FaultModel, call: ModelledCall): AwsError =>
  model.conflict?.(call) ?? failureOf(model);
