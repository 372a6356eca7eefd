import type { AccessLogFormat } from '../../compile/compile-access-log.ts';
import type { Exchange, Step } from '../exchange.ts';
import { contextVariable } from '../variables.ts';

/** The line is made now, while all that it tells is at hand, and written later. */
export const writeAccessLog: Step = (exchange) => {
  const format = exchange.stage?.accessLog;
  if (!format) return;
  exchange.gateway.accessLogs.add({ format, timestamp: exchange.receivedMs, message: lineOf(format, exchange) });
};

/** Variables without a value are a dash, as on AWS. */
const lineOf = ({ parts }: AccessLogFormat, exchange: Exchange): string =>
  parts.map((part, index) => (index % 2 === 0 ? part : (contextVariable(exchange, part) ?? '-'))).join('');
