import { callFunction, type FunctionOutcome } from '../../../../gateway/integrations/call-function.ts';
import type { FunctionTarget } from '../../../../gateway/integrations/function-target.ts';
import type { RoutedExchange } from '../exchange.ts';
import {
  entityTooLarge,
  GatewayError,
  integrationFailed,
  integrationTimedOut,
  serviceUnavailable,
} from '../gateway-error.ts';

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
