import { createHash } from 'node:crypto';
import type { AccessLogSettings } from '@aws-sdk/client-apigatewayv2';
import { parseArn } from '../../../service-kit/arns.ts';

/**
 * Where a stage's access log goes and what its lines are made of.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 */
export interface AccessLogFormat {
  /** Of the log group, which need not be the API's. */
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  /** Text and names of `$context` variables in turn, text first. */
  readonly parts: readonly string[];
}

const variable = /\$context\.([A-Za-z]\w*(?:\.[\w-]+)*)/;

/**
 * Undefined when the stage writes none. `stageName` (`{apiId}/{stage}`) names the stream, which is the same for the
 * life of the stage.
 */
export function compileAccessLog(
  settings: AccessLogSettings | undefined,
  stageName: string,
): AccessLogFormat | undefined {
  const arn = parseArn(settings?.DestinationArn ?? '');
  const group = /^log-group:([^:]+)/.exec(arn?.resource ?? '')?.[1];
  if (!arn || group === undefined || settings?.Format === undefined) return undefined;
  return {
    account: arn.account,
    region: arn.region,
    group,
    stream: createHash('md5').update(stageName).digest('hex'),
    // Splitting by a capturing pattern leaves text and names of variables in turn.
    parts: settings.Format.split(variable),
  };
}
