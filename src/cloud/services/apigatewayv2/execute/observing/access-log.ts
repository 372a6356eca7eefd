import { accessLogLine } from '../../../../gateway/access-logs/access-log-format.ts';
import type { Step } from '../exchange.ts';
import { contextVariable } from '../variables.ts';

/** The line is made now, while all that it tells is at hand, and written later. */
export const writeAccessLog: Step = (exchange) => {
  const format = exchange.stage?.accessLog;
  if (!format) return;
  const message = accessLogLine(format, (name) => contextVariable(exchange, name));
  exchange.gateway.accessLogs.add({ format, timestamp: exchange.receivedMs, message });
};
