import { createHash } from 'node:crypto';
import type { AccessLogSettings } from '@aws-sdk/client-apigatewayv2';
import { parseArn } from '../../../kernel/arn.ts';
import type { Exchange } from '../execute/exchange.ts';
import { contextVariable } from '../execute/variables.ts';

/** Where a stage's access log goes and how its lines are made. */
export interface AccessLogFormat {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  render(exchange: Exchange): string;
}

const variable = /\$context\.([A-Za-z]\w*(?:\.[\w-]+)*)/;

/** Undefined when the stage writes none. The stream is the same for the life of the stage. */
export function compileAccessLog(
  settings: AccessLogSettings | undefined,
  stageName: string,
): AccessLogFormat | undefined {
  const arn = parseArn(settings?.DestinationArn ?? '');
  const group = /^log-group:([^:]+)/.exec(arn?.resource ?? '')?.[1];
  if (!arn || group === undefined || settings?.Format === undefined) return undefined;
  // Splitting by a capturing pattern leaves text and names of variables in turn.
  const parts = settings.Format.split(variable);
  return {
    account: arn.account,
    region: arn.region,
    group,
    stream: createHash('md5').update(stageName).digest('hex'),
    render: (exchange) =>
      parts.map((part, index) => (index % 2 === 0 ? part : (contextVariable(exchange, part) ?? '-'))).join(''),
  };
}
