import { Console } from 'node:console';
import { jsonLine, type Level, levels, textLine } from '../../process/bootstrap/log-format.ts';
import { withMembers } from './with-members.ts';

export interface ConsoleHost {
  readonly variables: Readonly<Record<string, string>>;
  requestId(): string | undefined;
  nowMs(): number;
  log(text: string): void;
}

/** `console` that writes log events in the function's format and from its level on. */
export function shimConsole(host: ConsoleHost): Record<string, unknown> {
  const isJson = host.variables.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const wanted = (host.variables.AWS_LAMBDA_LOG_LEVEL ?? 'INFO').toUpperCase() as Level;
  const lowest = isJson ? levels.indexOf(wanted) : 0;
  const line = isJson ? jsonLine : textLine;
  const at = (level: Level) => {
    if (levels.indexOf(level) < lowest) return () => undefined;
    return (message?: unknown, ...more: unknown[]) =>
      host.log(line(new Date(host.nowMs()).toISOString(), host.requestId(), level, message, more));
  };
  const info = at('INFO');
  const quiet = () => undefined;
  const members = {
    trace: at('TRACE'),
    debug: at('DEBUG'),
    info,
    log: info,
    warn: at('WARN'),
    error: at('ERROR'),
    fatal: at('FATAL'),
    dir: info,
    table: info,
    assert: (condition: unknown, ...rest: unknown[]) => void (condition || at('ERROR')('Assertion failed', ...rest)),
    time: quiet,
    timeEnd: quiet,
    timeLog: quiet,
    count: quiet,
    countReset: quiet,
    group: quiet,
    groupCollapsed: quiet,
    groupEnd: quiet,
    clear: quiet,
  };
  // `new Console(process.stdout)` of loggers writes to the environment's own streams.
  return withMembers({ Console }, members);
}
