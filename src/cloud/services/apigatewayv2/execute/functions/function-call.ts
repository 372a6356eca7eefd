import { AwsError, UnsupportedError } from '../../../../kernel/errors.ts';
import { serviceCaller } from '../../../../kernel/identity.ts';
import type { FunctionTarget } from '../../compile/function-target.ts';
import type { RoutedExchange } from '../exchange.ts';
import { entityTooLarge, GatewayError, integrationFailed, serviceUnavailable } from '../gateway-error.ts';

interface InvokeOutput {
  readonly StatusCode?: number;
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array | string;
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

/** Who calls, as far as functions and their policies can tell. */
const callerOf = ({ api }: RoutedExchange) => serviceCaller('apigateway.amazonaws.com', api.account);

/** One call of a function. */
interface FunctionCall {
  readonly target: FunctionTarget;
  readonly event: object;
  /** What the function's policy must allow; undefined where a role calls, which needs no permission of the function. */
  readonly sourceArns: readonly string[] | undefined;
}

/** Calls the function and waits. Throws GatewayError for every way in which it can fail to answer. */
export async function callFunction(
  exchange: RoutedExchange,
  { target, event, sourceArns }: FunctionCall,
): Promise<FunctionAnswer> {
  const input = {
    FunctionName: target.name,
    ...(target.qualifier && { Qualifier: target.qualifier }),
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(event)),
  };
  const options = {
    caller: callerOf(exchange),
    parent: exchange.requestId,
    trace: exchange.trace,
    account: target.account,
    region: target.region,
    sourceArns,
  };
  let output: InvokeOutput;
  try {
    output = await exchange.kernel.call<InvokeOutput>('lambda', 'Invoke', input, options);
  } catch (error) {
    throw failureOf(error);
  }
  const payload = textOf(output.Payload);
  if (output.FunctionError !== undefined) throw integrationFailed(functionErrorMessage(payload));
  return { payload, status: output.StatusCode ?? 200 };
}

function failureOf(error: unknown): unknown {
  if (error instanceof UnsupportedError) return new GatewayError(501, error.message, 'UNSUPPORTED');
  if (!(error instanceof AwsError)) return error;
  if (error.code === 'AccessDeniedException') return integrationFailed(permissionMessage);
  if (error.code === 'TooManyRequestsException') return serviceUnavailable('INTEGRATION_FAILURE', error.message);
  if (error.code === 'RequestTooLargeException') return entityTooLarge();
  return integrationFailed(error.message);
}

function functionErrorMessage(payload: string): string {
  let reason = payload;
  try {
    reason = String((JSON.parse(payload) as { readonly errorMessage?: unknown }).errorMessage ?? payload);
  } catch {
    // A function can die without words; then the payload is what there is.
  }
  return `The Lambda function returned the following error: ${reason}. Check your Lambda function code and try again.`;
}

function textOf(payload: Uint8Array | string | undefined): string {
  if (payload === undefined) return 'null';
  if (typeof payload === 'string') return payload;
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8');
}
