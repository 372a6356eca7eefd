import { fromChild } from '../frames.ts';
import { writeFrame } from './channel.ts';
import { jsonLine, type Level, levels, textLine } from './log-format.ts';
import { errorLine, intoError } from './runtime-errors.ts';

/** The request that console lines belong to; `undefined` during the init phase, printed as such. */
export const current: { requestId: string | undefined } = { requestId: undefined };

let isJson = false;

/** Makes the console and the standard streams write log events, in the function's format and from its level on. */
export function takeOverConsole(): void {
  isJson = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const lowest = isJson ? levels.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO').toUpperCase() as Level) : 0;
  const at = (level: Level) => {
    if (levels.indexOf(level) < lowest) return () => {};
    return (message?: unknown, ...more: unknown[]) => writeLine(level, message, more);
  };
  const target = console as Console & { fatal?: (message?: unknown, ...more: unknown[]) => void };
  target.trace = at('TRACE');
  target.debug = at('DEBUG');
  target.info = at('INFO');
  target.log = target.info;
  target.warn = at('WARN');
  target.error = at('ERROR');
  target.fatal = at('FATAL');
}

/** Standard output and error become log events in the order they were written; loggers with their own format use them. */
export function takeOverStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
      // Each line is a log event of its own, as on AWS.
      for (const line of text.split('\n')) if (line !== '') writeFrame(fromChild.log, Buffer.from(line));
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    };
  }
}

/** How the runtime itself reports an error: `Invoke Error \t{…}` in text, the error as a message in JSON. */
export function logError(what: string, thrown: unknown): void {
  const error = intoError(thrown);
  if (isJson) console.error(error);
  else console.error(what, errorLine(error));
}

function writeLine(level: Level, message: unknown, more: readonly unknown[]): void {
  const line = isJson ? jsonLine : textLine;
  const text = line(new Date().toISOString(), current.requestId, level, message, more);
  writeFrame(fromChild.log, Buffer.from(text));
}
