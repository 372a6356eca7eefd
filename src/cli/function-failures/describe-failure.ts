import type { FunctionFailure } from '../../cloud/kernel/function-failures.ts';
import { type FailureFrame, readTrace } from './failure-frames.ts';

/** A failed invoke, as people and programs are told of it. */
export interface DescribedFailure {
  readonly time: string;
  /** The construct's path, or the logical id, or the function's name. */
  readonly function: string;
  readonly functionName: string;
  readonly requestId: string;
  /** What it was invoked for: `POST /orders`. */
  readonly cause: string | undefined;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly frames: readonly FailureFrame[];
  readonly excerpt: string | undefined;
  readonly lacksMap: boolean;
}

interface Known {
  readonly name: string;
  readonly cause: string | undefined;
  /** Absolute: files are named from there. */
  readonly project: string;
}

/** Puts together what is known of a failure; frames are mapped to the project's sources. */
export function describeFailure(failure: FunctionFailure, { name, cause, project }: Known): DescribedFailure {
  const { errorType, errorMessage, trace } = readPayload(failure.payload);
  return {
    time: new Date(failure.atMs).toISOString(),
    function: name,
    functionName: failure.functionName,
    requestId: failure.requestId,
    cause,
    errorType,
    errorMessage: withoutRequest(errorMessage),
    ...readTrace(trace, { codeDirectory: failure.codeDirectory, project }),
  };
}

/** What Node's runtime, or Python's, reports; anything else that a function may answer for an error is shown as it is. */
function readPayload(payload: Uint8Array) {
  const text = Buffer.from(payload).toString();
  const { errorType, errorMessage, trace, stackTrace } = parsed(text);
  const lines = [trace, stackTrace].find(Array.isArray) ?? [];
  return {
    errorType: typeof errorType === 'string' ? errorType : 'Error',
    errorMessage: typeof errorMessage === 'string' ? errorMessage : text.slice(0, charactersMax),
    trace: lines.map(String),
  };
}

const charactersMax = 1000;

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `RequestId: … Error: Task timed out after 3.00 seconds`: the id is told beside it. */
const withoutRequest = (message: string): string => message.replace(/^RequestId: \S+ (?:Error: )?/, '');
