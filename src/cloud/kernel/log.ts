/** From nothing to everything. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
/** What is told, and all that is more urgent. */
export type LogLevel = (typeof logLevels)[number];

/** Where our own lines go; never secrets, never bodies. */
export interface Log {
  readonly level: LogLevel;
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

/** A log that writes what is at or above `level`, a line each, to `write` (default: standard error). */
export function createLog(
  level: LogLevel,
  write: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Log {
  const threshold = logLevels.indexOf(level);
  const at = (name: LogLevel) => (message: string) => {
    if (logLevels.indexOf(name) <= threshold) write(`${name.padEnd(5)} ${message}`);
  };
  return { level, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
