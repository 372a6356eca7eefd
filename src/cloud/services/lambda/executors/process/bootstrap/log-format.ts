import { format } from 'node:util';

/** Levels of AWS's logging configuration, least severe first. */
export const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = (typeof levels)[number];

/** `2026-11-21T02:07:09.123Z\t<request id>\tINFO\ttext`, as console.log looks in CloudWatch. */
export function textLine(
  time: string,
  requestId: string | undefined,
  level: Level,
  message: unknown,
  more: readonly unknown[],
): string {
  return [time, String(requestId), level, format(message, ...more)].join('\t');
}

/** A console call as one JSON object: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export function jsonLine(
  time: string,
  requestId: string | undefined,
  level: Level,
  message: unknown,
  more: readonly unknown[],
): string {
  const line: Record<string, unknown> = { timestamp: time, level, requestId };
  if (more.length === 0) {
    try {
      return JSON.stringify({ ...line, message }, (_key, value) => (value instanceof Error ? asFields(value) : value));
    } catch {
      // Circular structures and the like: as text, then.
      return JSON.stringify({ ...line, message: format(message) });
    }
  }
  line.message = format(message, ...more);
  const error = more.find((value) => value instanceof Error);
  return JSON.stringify(error ? { ...line, ...asFields(error) } : line);
}

function asFields(error: Error): object {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
    ...error,
  };
}
