import { callFunction, type FunctionOutcome } from '../../../gateway/integrations/call-integration.ts';
import type { FunctionTarget } from '../../../gateway/integrations/function-target.ts';
import { formatArn } from '../../../kernel/arns.ts';
import { methodOf, pathOf } from '../compile/router.ts';
import type { RoutedExchange } from './exchange.ts';
import {
  entityTooLarge,
  GatewayError,
  integrationFailed,
  integrationTimedOut,
  serviceUnavailable,
} from './gateway-error.ts';

/** What a function is called with. */
interface FunctionQuestion {
  readonly target: FunctionTarget;
  readonly event: object;
  /** See `sourceArns` of FunctionCall. */
  readonly sourceArns: readonly string[] | undefined;
  readonly timeoutMs: number;
}

interface FunctionAnswer {
  /** JSON text. */
  readonly payload: string;
  /** Lambda's own status. */
  readonly status: number;
}

/** As `$context.integrationErrorMessage` prints it on AWS. */
const permissionMessage =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.";

/** Calls the function and waits. Throws GatewayError for every way in which it can fail to answer. */
export async function askFunction(exchange: RoutedExchange, question: FunctionQuestion): Promise<FunctionAnswer> {
  const { kernel, api, requestId: parent, trace } = exchange;
  const outcome = await callFunction(kernel, { ...question, account: api.account, parent, trace });
  if (outcome.kind === 'answer') return outcome;
  throw failureOf(outcome);
}

function failureOf(outcome: Exclude<FunctionOutcome, FunctionAnswer>): GatewayError {
  switch (outcome.kind) {
    case 'functionError':
      return integrationFailed(
        `The Lambda function returned the following error: ${outcome.reason}. Check your Lambda function code and try again.`,
      );
    case 'forbidden':
      return integrationFailed(permissionMessage);
    case 'throttled':
      return serviceUnavailable('INTEGRATION_FAILURE', outcome.message);
    case 'tooLarge':
      return entityTooLarge();
    case 'timeout':
      return integrationTimedOut();
    case 'unsupported':
      return new GatewayError(501, outcome.message, 'UNSUPPORTED');
    case 'refused':
      return integrationFailed(outcome.message);
  }
}

const executionArn = ({ api }: RoutedExchange, resource: string): string =>
  formatArn({
    service: 'execute-api',
    region: api.region,
    account: api.account,
    resource: `${api.record.ApiId}/${resource}`,
  });

/**
 * What a function's policy may name in `aws:SourceArn`: `{api}/{stage}/{method}{path of the route}`, with the braces of
 * path variables as they are. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export function sourceArns(exchange: RoutedExchange): string[] {
  const { key } = exchange.match.route;
  const stage = exchange.stage.name;
  if (key === '$default') return [executionArn(exchange, `${stage}/$default`)];
  const path = pathOf(key);
  const methods = new Set([methodOf(key), exchange.request.method]);
  return [...methods].map((method) => executionArn(exchange, `${stage}/${method}${path}`));
}

/** What a policy of the authorizer's function names. */
export const authorizerSourceArn = (exchange: RoutedExchange, authorizerId: string): string =>
  executionArn(exchange, `authorizers/${authorizerId}`);

/** The request itself, as authorizers see it and their policies name it: with the path that was asked for. */
export const requestArn = (exchange: RoutedExchange): string =>
  executionArn(exchange, `${exchange.stage.name}/${exchange.request.method}${exchange.routePath}`);
